import Crypto
import CryptoExtras
import Foundation
package import JSONText

/// A private key that signs assertions with RS384 or ES384 (RFC 7518 §3.3, §3.4).
package struct SigningKey: Sendable {
  private enum Key: Sendable {
    case rsa(_RSA.Signing.PrivateKey)
    case elliptic(P384.Signing.PrivateKey)
  }

  /// The name under which the server knows the key; nil where it was not given one.
  package let id: String?
  private let key: Key

  /// A key from PEM (PKCS #8, PKCS #1 or SEC 1) or from a JSON Web Key (RFC 7517).
  ///
  /// - Parameter id: The key's name; nil for the one that a JSON Web Key has itself.
  package init(_ text: String, id: String? = nil) throws(FHIRClientError) {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if trimmed.hasPrefix("{") {
      guard let node = try? JSONParser.parse(trimmed), let key = Self.webKey(node) else {
        throw Self.refusal
      }
      self.key = key
      self.id = id ?? node["kid"]?.string
      return
    }
    // Environments that hold one line only write line ends as \n.
    let pem = trimmed.replacingOccurrences(of: "\\n", with: "\n")
    if let elliptic = try? P384.Signing.PrivateKey(pemRepresentation: pem) {
      key = .elliptic(elliptic)
    } else if let rsa = try? _RSA.Signing.PrivateKey(pemRepresentation: pem) {
      key = .rsa(rsa)
    } else {
      throw Self.refusal
    }
    self.id = id
  }

  private static let refusal = FHIRClientError(
    .badSetting, "the key is no private key that can be used",
    remedy: "give an RSA key of 2048 bits or more, or one of the curve P-384, as PEM or as a JSON Web Key")

  private static func webKey(_ node: JSONNode) -> Key? {
    func bytes(_ name: String) -> Data? { node[name]?.string.flatMap(Base64URL.decode) }
    switch node["kty"]?.string {
    case "RSA":
      guard let n = bytes("n"), let e = bytes("e"), let d = bytes("d"), let p = bytes("p"),
        let q = bytes("q"), let rsa = try? _RSA.Signing.PrivateKey(n: n, e: e, d: d, p: p, q: q)
      else { return nil }
      return .rsa(rsa)
    case "EC":
      guard node["crv"]?.string == "P-384", let d = bytes("d"),
        let elliptic = try? P384.Signing.PrivateKey(rawRepresentation: d)
      else { return nil }
      return .elliptic(elliptic)
    default: return nil
    }
  }

  /// The name of the algorithm.
  package var algorithm: String {
    switch key {
    case .rsa: "RS384"
    case .elliptic: "ES384"
    }
  }

  /// A JSON Web Signature over claims (RFC 7515 §7.1).
  package func sign(claims: JSONNode) throws(FHIRClientError) -> String {
    var header: [(String, JSONNode)] = [("alg", .text(algorithm)), ("typ", "JWT")]
    if let id { header.append(("kid", .text(id))) }
    let head = Base64URL.encode(Data(JSONNode.object(header).compactText.utf8))
    let text = head + "." + Base64URL.encode(Data(claims.compactText.utf8))
    do {
      let signature =
        switch key {
        case .rsa(let rsa):
          try rsa.signature(
            for: SHA384.hash(data: Data(text.utf8)), padding: .insecurePKCS1v1_5
          ).rawRepresentation
        case .elliptic(let elliptic):
          try elliptic.signature(for: SHA384.hash(data: Data(text.utf8))).rawRepresentation
        }
      return text + "." + Base64URL.encode(signature)
    } catch {
      throw FHIRClientError(.badSetting, "the key cannot sign with \(algorithm)")
    }
  }
}

/// Base 64 for addresses, without padding (RFC 4648 §5).
enum Base64URL {
  static func encode(_ bytes: Data) -> String {
    bytes.base64EncodedString().replacingOccurrences(of: "+", with: "-")
      .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
  }

  static func decode(_ text: String) -> Data? {
    let plain = text.replacingOccurrences(of: "-", with: "+")
      .replacingOccurrences(of: "_", with: "/")
    return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
  }
}
