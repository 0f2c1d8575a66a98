package import PipelineModel

/// The kinds of stages that come with the program; the planner, the command line, the schemas and the reference page
/// all read this list.
package let builtinStages: StageRegistry = StageRegistry([
  VCFRead.self,
  VCFWrite.self,
  VariantsTable.self,
  VariantsNormalise.self,
  VariantsLiftover.self,
  VariantsFilter.self,
  PRSScore.self,
  PRSAdjust.self,
  PRSRisk.self,
  FHIRRead.self,
  FHIRView.self,
  TableRead.self,
  TableSQL.self,
  EQARead.self,
  EQAVariants.self,
  EQAQuantitative.self,
  EQAQualitative.self,
  HTAIndicators.self,
  HTASuppress.self,
  HTAExport.self,
])
