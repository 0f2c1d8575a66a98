import Pages
import PipelineModel

/// The records in quarantine, by stage and rule.
struct QuarantineView {
  var quarantineTotal: String
  var rules: [RuleView]

  /// A rule of a stage, and how many records it refused.
  struct RuleView {
    var ruleStage: String, rule: String, refused: String
  }

  init(_ record: RunRecord) {
    quarantineTotal = NumberText.counted(
      record.stages.reduce(0) { $0 + $1.quarantined }, "record")
    rules = record.stages.flatMap { stage in
      var rules = StageRow.rules(stage.quarantinedByRule).map {
        RuleView(ruleStage: stage.name, rule: $0.countName, refused: $0.count)
      }
      let unnamed = stage.quarantined - stage.quarantinedByRule.values.reduce(0, +)
      if unnamed > 0 {
        rules.append(
          RuleView(
            ruleStage: stage.name, rule: "rule not recorded",
            refused: NumberText.grouped(unnamed)))
      }
      return rules
    }
  }
}
