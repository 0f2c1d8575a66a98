internal import JSONText
internal import PipelineModel
internal import ProficiencyTesting

/// A marking scheme with the classes of treatment that tell wrong variants apart.
struct MarkingChoice: Sendable {
  var scheme = MarkingScheme.iqnPath
  var treatments: [String: String] = [:]
  var interpretation = InterpretationMarks()

  /// The scheme of the IQN Path pilot, without classes of treatment.
  init() {}

  /// Reads a scheme: what it does not say is as in the pilot.
  ///
  /// - Returns: Nil, with what is wrong, where it is of another form.
  init?(_ node: JSONNode, problem: inout String) {
    let names = MarkingScheme.Criterion.allCases.map(\.rawValue)
    for member in node.members ?? [] {
      switch member.key {
      case "points":
        for point in member.value.members ?? [] {
          guard let criterion = MarkingScheme.Criterion(rawValue: point.key),
            let number = point.value.number.flatMap({ Double($0) })
          else {
            problem = "gives points to \"\(point.key)\", which is no criterion, or no number"
            return nil
          }
          scheme.points[criterion] = number
        }
      case "critical":
        let given = (member.value.elements ?? []).map { $0.string ?? "" }
        let criteria = given.compactMap { MarkingScheme.Criterion(rawValue: $0) }
        guard criteria.count == given.count, member.value.elements != nil else {
          problem = "lists a critical error that is none of \(names.joined(separator: ", "))"
          return nil
        }
        scheme.critical = Set(criteria)
      case "treatments":
        for variant in member.value.members ?? [] {
          guard let treatment = variant.value.string else {
            problem = "has a class of treatment that is no text"
            return nil
          }
          treatments[GenotypeText.spelling(variant.key)] = treatment
        }
      case "interpretation":
        for point in member.value.members ?? [] {
          guard let grade = InterpretationMarks.Grade(rawValue: point.key),
            let number = point.value.number.flatMap({ Double($0) })
          else {
            problem =
              "gives an interpretation \"\(point.key)\" points, which is no grade, or no number"
            return nil
          }
          interpretation.points[grade] = number
        }
      default:
        problem =
          "has \"\(member.key)\", which is none of points, critical, treatments and interpretation"
        return nil
      }
    }
  }
}
