package import PipelineModel

/// The kinds of stages that come with the program; the planner, the command line, the schemas and the reference page
/// all read this list.
package let builtinStages: StageRegistry = StageRegistry([
  VCFRead.self,
  VCFWrite.self,
  VariantsTable.self,
  VariantsNormalise.self,
  VariantsLiftover.self,
  VariantsAnnotate.self,
  VariantsFilter.self,
  PRSScore.self,
  PRSAdjust.self,
  PRSRisk.self,
  PRSExport.self,
  PRSReport.self,
  CTDNACounts.self,
  CTDNABackground.self,
  CTDNACall.self,
  CTDNAMRD.self,
  CTDNAMonitor.self,
  CTDNAValidate.self,
  CTDNAReport.self,
  FHIRRead.self,
  FHIRView.self,
  TableRead.self,
  TableSQL.self,
  HTAIndicators.self,
  HTASuppress.self,
  HTAExport.self,
])
