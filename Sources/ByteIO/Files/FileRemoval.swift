import Glibc

/// Removes a scratch file; one that cannot be removed is left to whoever removes its folder.
package func removeFile(_ path: String) {
  // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
  _ = unsafe unlink(path)
}
