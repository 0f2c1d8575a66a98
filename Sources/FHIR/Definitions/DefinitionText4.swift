// Made by schemas/make-fhir-definitions.py from HL7's definitions (CC0-1.0); not edited by hand.
extension DefinitionTable {
  static let text4 =
    """
    Procedure/d asserter basedOn bodySite*K category:K@ab category@c code complication*I@c complication*K@ab
     complicationDetail*R encounter focalDevice*. focus:R followUp*K identifier instantiatesCanonical
     instantiatesUri location note occurrence[ZTCOsS] outcome:K partOf performed[ZTCOs] performer*. reason
     reasonCode reasonReference recorded recorder report*R reported[bR] status statusReason subject supportingInfo
     used*I usedCode*K usedReference*R
    .FocalDevice action:K manipulated:R
    .Performer actor function onBehalfOf period
    ProdCharacteristic/k color*s depth:P externalDiameter:P height:P image*J imprint*s nominalVolume:P scoring
     shape:s weight:P width:P
    ProductShelfLife/k identifier:Q period:P period[Us] specialPrecautionsForStorage*K type
    Provenance/d activity agent*. authorization*I basedOn encounter entity*. location occurred[TC] patient policy*u
     reason*K recorded:N signature*Signature target*R
    .Agent onBehalfOf role*K type who
    .Entity agent*.Agent role:c what:R
    Quantity code:c comparator system unit:s value:d
    Questionnaire/d approvalDate code*E contact copyright copyrightLabel date derivedFrom*u description
     effectivePeriod experimental identifier item*. jurisdiction lastReviewDate name publisher purpose status
     subjectType*c title url useContext version versionAlgorithm[Es]
    .Item answerConstraint:c answerOption*. answerValueSet:u code*E definition disabledDisplay:c enableBehavior:c
     enableWhen*. initial*. item*.Item linkId maxLength:z prefix readOnly:b repeats:b required text type:c
    .ItemAnswerOption initialSelected:b value[EDzRst]
    .ItemEnableWhen answer[bEDTdzPRst] operator:c question:s
    .ItemInitial value[JbEDTdzPRst,Uri]
    QuestionnaireResponse/d author:R authored:T basedOn encounter identifier:Q@ab identifier@c item*. partOf
     questionnaire:u source:R status subject
    .Item answer*. definition item*.Item linkId text
    .ItemAnswer item*.Item value[JbEDTdzPRst,Uri]
    Range high:P low:P
    Ratio denominator:P numerator:P
    RatioRange denominator:P highNumerator:P lowNumerator:P
    Reference display identifier:Q reference:s type:u
    RegulatedAuthorization/d attachedDocument basis*K case:. description holder:R identifier indication*I@c
     indication:I@b intendedUse:K region*K regulator status:K statusDate subject*R type validityPeriod
    .Case application*.Case date[TC] identifier:Q status:K type
    RelatedArtifact citation:s classifier display document:J label publicationDate:D publicationStatus:c resource
     resourceReference:R type:c url
    RelatedPerson/d active address birthDate communication*. gender identifier name*HumanName patient period photo
     relationship*K telecom
    .Communication language preferred
    RequestGroup/d action*. author:R authoredOn basedOn code encounter groupIdentifier identifier
     instantiatesCanonical instantiatesUri intent note priority reasonCode reasonReference replaces status subject
    .Action action*.Action cardinalityBehavior code*K condition*. description documentation*V groupingBehavior
     participant*R precheckBehavior prefix priority relatedAction*. requiredBehavior resource:R selectionBehavior
     textEquivalent timing[ZTUCOS] title type
    .ActionCondition expression:X kind
    .ActionRelatedAction actionId:i offset[UO] relationship:c
    RequestOrchestration/d action*. author:R authoredOn basedOn code encounter goal groupIdentifier identifier
     instantiatesCanonical instantiatesUri intent note priority reason replaces status subject
    .Action action*.Action cardinalityBehavior code*K condition*. definition[,Canonical,Uri] description
     documentation*V dynamicValue*. goal groupingBehavior input*. linkId location:I output*. participant*.
     precheckBehavior prefix priority relatedAction*. requiredBehavior resource:R selectionBehavior textEquivalent
     timing[ZTUCOS] title transform type
    .ActionCondition expression:X kind
    .ActionDynamicValue expression:X path
    .ActionInput relatedData:i requirement title
    .ActionOutput relatedData:s requirement title
    .ActionParticipant actor[R,Canonical] function role type:c typeCanonical typeReference
    .ActionRelatedAction endRelationship:c offset[UO] relationship:c targetId
    Requirements/d actor*u contact copyright copyrightLabel date derivedFrom*u description experimental identifier
     jurisdiction name publisher purpose reference*u statement*. status title url useContext version
     versionAlgorithm[Es]
    .Statement conditionality:b conformance*c derivedFrom:s key:i label parent:s reference*u requirement:s
     satisfiedBy*u source
    ResearchDefinition/d approvalDate author comment*s contact copyright date description editor effectivePeriod
     endorser experimental exposure exposureAlternative:R identifier jurisdiction lastReviewDate library name
     outcome:R population publisher purpose relatedArtifact reviewer shortTitle status subject[KR] subtitle title
     topic url usage useContext version
    ResearchElementDefinition/d approvalDate author characteristic*. comment*s contact copyright date description
     editor effectivePeriod endorser experimental identifier jurisdiction lastReviewDate library name publisher
     purpose relatedArtifact reviewer shortTitle status subject[KR] subtitle title topic type:c url usage useContext
     variableType:c version
    .Characteristic definition[KLX,Canonical] exclude participantEffectiveDescription:s
     participantEffectiveGroupMeasure:c participantEffectiveTimeFromStart:U participantEffective[TUCS]
     studyEffectiveDescription:s studyEffectiveGroupMeasure:c studyEffectiveTimeFromStart:U studyEffective[TUCS]
     unitOfMeasure usageContext*A
    ResearchStudy/d arm*. associatedParty*. category classifier comparisonGroup*. condition*K contact date
     description descriptionSummary:s enrollment*R focus*I@c focus*K@ab identifier keyword*K label*. location*K name
     note objective*. outcomeMeasure*. partOf period phase:K primaryPurposeType:K principalInvestigator:R
     progressStatus*. protocol*R reasonStopped:K recruitment:. region*K relatedArtifact result site*R sponsor:R
     status studyDesign*K title url version whyStopped:K
    .Arm description name type
    .AssociatedParty classifier name party period*C role
    .ComparisonGroup description intendedExposure*R linkId:i name observedGroup:R type
    .Label type value
    .Objective description name type
    .OutcomeMeasure description name reference type*K
    .ProgressStatus actual period state:K
    .Recruitment actualGroup:R actualNumber:n eligibility:R targetNumber:n
    ResearchSubject/d actualArm:s actualComparisonGroup:i assignedArm:s assignedComparisonGroup:i consent*R@c
     consent:R@ab identifier individual:R period progress*. status study:R subject
    .Progress endDate:T milestone:K reason:K startDate:T subjectState:K type
    Resource/- id:i implicitRules:u language:c meta:Meta
    RiskAssessment/d basedOn:R basis*R code condition:R encounter identifier method mitigation:s note occurrence[TC]
     parent performer:R prediction*. reason reasonCode reasonReference status subject
    .Prediction outcome:K probability[dO] qualitativeRisk:K rationale:s relativeRisk:d when[CO]
    RiskEvidenceSynthesis/d approvalDate author certainty*. contact copyright date description editor
     effectivePeriod endorser exposure identifier jurisdiction lastReviewDate name note outcome:R population
     publisher relatedArtifact reviewer riskEstimate:. sampleSize:. status studyType synthesisType title topic url
     useContext version
    .Certainty certaintySubcomponent*. note rating
    .CertaintyCertaintySubcomponent note rating type
    .RiskEstimate denominatorCount:z description numeratorCount:z precisionEstimate*. type unitOfMeasure value:d
    .RiskEstimatePrecisionEstimate from:d level to:d type
    .SampleSize description numberOfParticipants:z numberOfStudies:z
    SampledData codeMap:u data:s dimensions:p factor interval:d intervalUnit:c lowerLimit:d offsets:s origin:P
     period:d upperLimit:d
    Schedule/d active actor*R comment identifier name planningHorizon:C serviceCategory serviceType*K@ab
     serviceType@c specialty
    SearchParameter/d base*c chain*s code:c comparator*c component*. constraint:s contact copyright copyrightLabel
     date derivedFrom:u description experimental expression identifier jurisdiction modifier*c multipleAnd:b
     multipleOr:b name processingMode:c publisher purpose status target*c title type:c url useContext version
     versionAlgorithm[Es] xpath:s xpathUsage:c
    .Component definition expression
    ServiceRequest/d asNeeded[bK] authoredOn basedOn bodySite*K bodyStructure category code:I@c code@ab doNotPerform
     encounter focus identifier instantiatesCanonical instantiatesUri insurance*R intent location*I locationCode*K
     locationReference*R note occurrence[TCS] orderDetail*.@c orderDetail*K@ab patientInstruction*.@c
     patientInstruction@ab performer*R performerType priority quantity[POG] reason reasonCode reasonReference
     relevantHistory replaces requester requisition:Q specimen status subject supportingInfo*I@c supportingInfo@ab
    .OrderDetail parameter*. parameterFocus:I
    .OrderDetailParameter code value[bKCPOGs]
    .PatientInstruction instruction[R,Markdown]
    Signature data onBehalfOf sigFormat:c targetFormat:c type*E when:N who
    Slot/d appointmentType*K@c appointmentType:K@ab comment end:N identifier overbooked:b schedule:R serviceCategory
     serviceType*K@ab serviceType@c specialty start:N status
    Specimen/d accessionIdentifier:Q collection:. combined:c condition*K container*. feature*. identifier note
     parent*R processing*. receivedTime:T request*R role*K status subject type
    .Collection bodySite:I@c bodySite@ab collected[TC] collector:R device:I duration:U fastingStatus[KU] method
     procedure:R quantity
    .Container additive[KR] capacity:P description device identifier location specimenQuantity:P type
    .Feature description type
    .Processing additive*R description method procedure:K time[TC]
    SpecimenDefinition/d approvalDate collection*K contact copyright copyrightLabel date derivedFromCanonical*u
     derivedFromUri description effectivePeriod experimental identifier:Q jurisdiction lastReviewDate name
     patientPreparation*K publisher purpose status subject[KR] timeAspect:s title typeCollected:K typeTested*. url
     useContext version versionAlgorithm[Es]
    .TypeTested container:. handling*. isDerived:b preference:c rejectionCriterion*K requirement:s retentionTime:U
     singleUse:b testingDestination*K type
    .TypeTestedContainer additive*. cap:K capacity:P description material:K minimumVolume[Ps] preparation:s type
    .TypeTestedContainerAdditive additive[KR]
    .TypeTestedHandling instruction maxDuration:U temperatureQualifier:K temperatureRange:O
    StructureDefinition/d abstract:b baseDefinition:u contact context*. contextInvariant*s copyright copyrightLabel
     date derivation:c description differential:. experimental fhirVersion:c identifier jurisdiction keyword*E kind
     mapping*. name publisher purpose snapshot:. status title type:u url useContext version versionAlgorithm[Es]
    .Context expression type:c
    .Differential element*ElementDefinition
    .Mapping comment identity:i name uri
    .Snapshot element*ElementDefinition
    StructureMap/d const*. contact copyright copyrightLabel date description experimental group*. identifier
     import*u jurisdiction name publisher purpose status structure*. title url useContext version
     versionAlgorithm[Es]
    .Const name:i value
    .Group documentation extends:i input*. name:i rule*. typeMode:c
    .GroupInput documentation mode name:i type:s
    .GroupRule dependent*. documentation name:i rule*.GroupRule source*. target*.
    .GroupRuleDependent name:i parameter*.GroupRuleTargetParameter variable*s
    .GroupRuleSource check:s condition context:i defaultValue:s
     defaultValue[YZHJBbcKEMWLDTdUXiQNzFoCpPOGRVstSnAg,Canonical,Contributor,Count,Distance,Dosage,
     +HumanName,Markdown,Meta,ParameterDefinition,SampledData,Signature,TriggerDefinition,Uri,Url]
     element:s listMode:c logMessage:s max min type:s variable:i
    .GroupRuleTarget context:s contextType:c element:s listMode*c listRuleId:i parameter*. transform:c variable:i
    .GroupRuleTargetParameter value[bDTdizst]
    .Structure alias:s documentation mode url
    Subscription/d channel:. channelType:E contact*W content contentType criteria:s end:N endpoint:u error:s
     filterBy*. heartbeatPeriod:n identifier managingEntity:R maxCount:p name parameter*. reason:s status timeout:n
     topic:u
    .Channel endpoint:u header*s payload:c type:c
    .FilterBy comparator filterParameter:s modifier:c resourceType:u value
    .Parameter name value
    SubscriptionStatus/d error*K eventsSinceSubscriptionStart:l@c eventsSinceSubscriptionStart:s@b
     notificationEvent*. status subscription:R topic:u type:c
    .NotificationEvent additionalContext*R eventNumber:l@c eventNumber:s@b focus:R timestamp:N
    SubscriptionTopic/d approvalDate canFilterBy*. contact copyright copyrightLabel date derivedFrom*u description
     effectivePeriod eventTrigger*. experimental identifier jurisdiction lastReviewDate name notificationShape*.
     publisher purpose resourceTrigger*. status title url useContext version versionAlgorithm[Es]
    .CanFilterBy comparator*c description filterDefinition:u filterParameter:s modifier*c resource
    .EventTrigger description event:K resource
    .NotificationShape include*s resource revInclude*s
    .ResourceTrigger description fhirPathCriteria:s queryCriteria:. resource supportedInteraction*c
    .ResourceTriggerQueryCriteria current:s previous:s requireBoth:b resultForCreate:c resultForDelete:c
    Substance/d category code:I@c code@ab description expiry identifier ingredient*. instance*.@ab instance:b@c
     quantity status
    .Amount amountText:s amountType amount[POs] referenceRange:.
    .AmountReferenceRange/e highLimit:P lowLimit:P
    .Ingredient quantity:G substance[KR]
    .Instance expiry identifier:Q quantity
    SubstanceDefinition/d characterization*. classification code*. description domain grade*K identifier
     informationSource manufacturer moiety*. molecularWeight*. name*. note nucleicAcid:R polymer:R property*.
     protein:R referenceInformation:R relationship*. sourceMaterial:. status:K structure:. supplier*R version
    .Characterization description file*J form technique:K
    .Code code note source status:K statusDate
    .Moiety amount[Ps] identifier:Q measurementType:K molecularFormula name opticalActivity role stereochemistry
    .MolecularWeight amount:P method type
    .Name domain*K jurisdiction language*K name official*. preferred source status:K synonym*.Name translation*.Name
     type
    .NameOfficial authority:K date status:K
    .Property type value[JbKDP]
    .Relationship amount[PGs] comparator:K isDefining ratioHighLimitAmount:G source substanceDefinition[KR] type
    .SourceMaterial countryOfOrigin*K genus:K part:K species type
    .Structure molecularFormula molecularFormulaByMoiety:s molecularWeight:.MolecularWeight opticalActivity
     representation*. sourceDocument*R stereochemistry technique*K
    .StructureRepresentation document:R format:K representation type
    SubstanceNucleicAcid/d areaOfHybridisation:s numberOfSubunits:z oligoNucleotideType:K sequenceType:K subunit*.
    .Subunit fivePrime:K length linkage*. sequence:s sequenceAttachment:J subunit:z sugar*. threePrime:K
    .SubunitLinkage connectivity:s identifier:Q name residueSite:s
    .SubunitSugar identifier:Q name residueSite:s
    SubstancePolymer/d class copolymerConnectivity*K geometry:K identifier:Q modification*s@a modification:s@c
     monomerSet*. repeat*.
    .MonomerSet ratioType:K startingMaterial*.
    .MonomerSetStartingMaterial amount:P@c amount:SubstanceAmount@a category:K code isDefining material:K type
    .Repeat averageMolecularFormula:s numberOfUnits:z repeatUnit*. repeatUnitAmountType:K
    .RepeatRepeatUnit amount:SubstanceAmount@a amount:z@c degreeOfPolymerisation*. orientation:K
     orientationOfPolymerisation:K repeatUnit:s structuralRepresentation*. unit:s
    .RepeatRepeatUnitDegreeOfPolymerisation amount:SubstanceAmount average:z degree:K high:z low:z type
    .RepeatRepeatUnitStructuralRepresentation attachment format:K representation type
    SubstanceProtein/d disulfideLinkage*s numberOfSubunits:z sequenceType:K subunit*.
    .Subunit cTerminalModification:s cTerminalModificationId:Q length nTerminalModification:s
     nTerminalModificationId:Q sequence:s sequenceAttachment:J subunit:z
    SubstanceReferenceInformation/d classification*. comment gene*. geneElement*. target*.
    .Classification classification:K domain source subtype*K
    .Gene gene:K geneSequenceOrigin:K source
    .GeneElement element:Q source type
    .Target amountType amount[POs] interaction:K organism:K organismType:K source target:Q type
    SubstanceSourceMaterial/d countryOfOrigin*K developmentStage:K fractionDescription*. geographicalLocation*s
     organism:. organismId:Q organismName:s parentSubstanceId*Q parentSubstanceName*s partDescription*.
     sourceMaterialClass:K sourceMaterialState:K sourceMaterialType:K
    .FractionDescription fraction:s materialType:K
    .Organism author*. family:K genus:K hybrid:. intraspecificDescription:s intraspecificType:K organismGeneral:.
     species
    .OrganismAuthor authorDescription:s authorType:K
    .OrganismHybrid hybridType:K maternalOrganismId:s maternalOrganismName:s paternalOrganismId:s
     paternalOrganismName:s
    .OrganismOrganismGeneral class kingdom:K order:K phylum:K
    .PartDescription part:K partLocation:K
    SubstanceSpecification/d code*. comment description domain identifier:Q moiety*.
     molecularWeight*.StructureIsotopeMolecularWeight name*. nucleicAcid:R polymer:R property*. protein:R
     referenceInformation:R relationship*. source sourceMaterial:R status:K structure:. type
    .Code code comment source status:K statusDate
    .Moiety amount[Ps] identifier:Q molecularFormula name opticalActivity role stereochemistry
    .Name domain*K jurisdiction language*K name official*. preferred source status:K synonym*.Name translation*.Name
     type
    .NameOfficial authority:K date status:K
    .Property amount[Ps] category:K code definingSubstance[KR] parameters:s
    .Relationship amountRatioLowLimit:G amountType amount[POGs] isDefining relationship source substance[KR]
    .Structure isotope*. molecularFormula molecularFormulaByMoiety:s
     molecularWeight:.StructureIsotopeMolecularWeight opticalActivity representation*. source stereochemistry
    .StructureIsotope halfLife:P identifier:Q molecularWeight:. name:K substitution:K
    .StructureIsotopeMolecularWeight amount:P method type
    .StructureRepresentation attachment representation type
    SupplyDelivery/d basedOn destination identifier occurrence[TCS] partOf patient receiver*R status
     suppliedItem*.@c suppliedItem:.@ab supplier:R type
    .SuppliedItem item[KR] quantity
    SupplyRequest/d authoredOn basedOn category:K deliverFor:R deliverFrom:R deliverTo:R identifier item:I item[KR]
     occurrence[TCS] parameter*. priority quantity reason reasonCode reasonReference requester status supplier*R
    .Parameter code value[bKPO]
    Task/d authoredOn basedOn businessStatus:K code description doNotPerform encounter executionPeriod:C focus:R
     for:R groupIdentifier identifier input*. instantiatesCanonical:u instantiatesUri:u insurance*R intent
     lastModified:T location note output*. owner partOf performer*. performerType*K priority reason reasonCode:K
     reasonReference:R relevantHistory requestedPerformer*I requestedPeriod:C requester restriction:. status
     statusReason:I@c statusReason@ab
    .Input type value[]
    .Output type value[]
    .Performer actor function
    .Restriction period recipient repetitions:p
    TerminologyCapabilities/d closure:. codeSearch:c codeSystem*. contact copyright copyrightLabel date description
     expansion:. experimental identifier implementation:. jurisdiction kind lockedDate:b name publisher purpose
     software:. status title translation:. url useContext validateCode:. version versionAlgorithm[Es]
    .Closure translation:b
    .CodeSystem content subsumption:b uri version*.
    .CodeSystemVersion code:s compositional:b filter*. isDefault:b language*c property*c
    .CodeSystemVersionFilter code:c op*c
    .Expansion hierarchical:b incomplete:b paging:b parameter*. textFilter:s
    .ExpansionParameter documentation name:c
    .Implementation description url
    .Software name version
    .Translation needsMap:b
    .ValidateCode translations:b
    TestPlan/d category contact copyright copyrightLabel date dependency*. description exitCriteria:s experimental
     identifier jurisdiction name publisher purpose scope*R status testCase*. testTools:s title url useContext
     version versionAlgorithm[Es]
    .Dependency description predecessor:R
    .TestCase assertion*. dependency*. scope*R sequence:z testData*. testRun*.
    .TestCaseAssertion object*I result*I type*K
    .TestCaseDependency description predecessor:R
    .TestCaseTestData content:R source[Rs] type:E
    .TestCaseTestRun narrative:s script:.
    .TestCaseTestRunScript language source[Rs]
    TestReport/d identifier:Q issued:T name participant*. result:c score:d setup:. status teardown:. test*.
     testScript:R@ab testScript:u@c tester:s
    .Participant display type:c uri
    .Setup action*.
    .SetupAction assert:. operation:.
    .SetupActionAssert detail:s message:s requirement*. result:c
    .SetupActionAssertRequirement link[,Canonical,Uri]
    .SetupActionOperation detail:u message:s result:c
    .Teardown action*.
    .TeardownAction operation:.SetupActionOperation
    .Test action*. description name
    .TestAction assert:.SetupActionAssert operation:.SetupActionOperation
    TestScript/d contact copyright copyrightLabel date description destination*. experimental fixture*.
     identifier:Q@ab identifier@c jurisdiction metadata:. name origin*. profile*R@ab profile*u@c publisher purpose
     scope*. setup:. status teardown:. test*. title url useContext variable*. version versionAlgorithm[Es]
    .Destination index:z profile:E url
    .Fixture autocreate:b autodelete:b resource:R
    .Metadata capability*. link*.
    .MetadataCapability capabilities:u description destination:z link*u origin*z required validated:b
    .MetadataLink description url
    .Origin index:z profile:E url
    .Scope artifact:u conformance:K phase:K
    .Setup action*.
    .SetupAction assert:. operation:.
    .SetupActionAssert compareToSourceExpression:s compareToSourceId:s compareToSourcePath:s contentType
     defaultManualCompletion:c description direction:c expression headerField:s label minimumId:s navigationLinks:b
     operator:c path requestMethod:c requestURL:s requirement*. resource:s response:c responseCode:s sourceId
     stopTestOnFail:b validateProfileId:i value warningOnly:b
    .SetupActionAssertRequirement link[,Canonical,Uri]
    .SetupActionOperation accept:c contentType description destination:z encodeRequestUrl:b label method:c origin:z
     params requestHeader*. requestId:i resource:s responseId:i sourceId targetId type:E url:s
    .SetupActionOperationRequestHeader field:s value
    .Teardown action*.
    .TeardownAction operation:.SetupActionOperation
    .Test action*. description name
    .TestAction assert:.SetupActionAssert operation:.SetupActionOperation
    .Variable defaultValue:s description expression headerField:s hint:s name path sourceId
    Timing/k code event*T repeat:.
    TimingRepeat bounds[UCO] count:p countMax:p dayOfWeek*c duration durationMax:d durationUnit:c frequency:p
     frequencyMax:p offset:n period:d periodMax:d periodUnit:c timeOfDay*t when*c
    Transport/d authoredOn basedOn code completionTime:T currentLocation:R description encounter focus:R for:R
     groupIdentifier history:R identifier input*. instantiatesCanonical:u instantiatesUri:u insurance*R intent
     lastModified:T location note output*. owner partOf performerType*K priority reason:I relevantHistory
     requestedLocation:R requester restriction:. status statusReason
    .Input type
     value[YZHJBbcKIEMWLDTdUXiQNzlFoCpPOGRVstSnAg,Availability,Canonical,Count,Distance,Dosage,
     +ExtendedContactDetail,HumanName,Markdown,Meta,ParameterDefinition,RatioRange,SampledData,
     +Signature,TriggerDefinition,Uri,Url]
    .Output type
     value[YZHJBbcKIEMWLDTdUXiQNzlFoCpPOGRVstSnAg,Availability,Canonical,Count,Distance,Dosage,
     +ExtendedContactDetail,HumanName,Markdown,Meta,ParameterDefinition,RatioRange,SampledData,
     +Signature,TriggerDefinition,Uri,Url]
    .Restriction period recipient repetitions:p
    TriggerDefinition code condition:X data*L name subscriptionTopic:u timing[DTRS] type:c
    UsageContext code:E value[KPOR]
    ValueSet/d approvalDate author compose:. contact copyright copyrightLabel date description editor
     effectivePeriod endorser expansion:. experimental identifier immutable:b jurisdiction lastReviewDate name
     publisher purpose relatedArtifact reviewer scope:. status title topic url useContext version
     versionAlgorithm[Es]
    .Compose exclude*.ComposeInclude inactive include*. lockedDate:D property*s
    .ComposeInclude concept*. copyright filter*. system valueSet*u version
    .ComposeIncludeConcept code:c designation*. display
    .ComposeIncludeConceptDesignation additionalUse*E language:c use:E value
    .ComposeIncludeFilter op:c property:c value
    .Expansion contains*. identifier:u next:u offset:z parameter*. property*. timestamp:T total:z
    .ExpansionContains abstract:b code:c contains*.ExpansionContains designation*.ComposeIncludeConceptDesignation
     display inactive property*. system version
    .ExpansionContainsProperty code:c subProperty*. value[bcETdzs]
    .ExpansionContainsPropertySubProperty code:c value[bcETdzs]
    .ExpansionParameter name value[bcTdzs,Uri]
    .ExpansionProperty code:c uri
    .Scope exclusionCriteria:s inclusionCriteria:s
    VerificationResult/d attestation:. failureAction:K frequency:S lastPerformed:T need:K nextScheduled:D
     primarySource*. status statusDate target*R targetLocation*s validationProcess*K validationType:K validator*.
    .Attestation communicationMethod:K date:D onBehalfOf proxyIdentityCertificate:s proxySignature:Signature
     sourceIdentityCertificate:s sourceSignature:Signature who
    .PrimarySource canPushUpdates:K communicationMethod*K pushTypeAvailable*K type*K validationDate:T
     validationStatus:K who
    .Validator attestationSignature:Signature identityCertificate:s organization
    VirtualServiceDetail additionalInfo*u address[Ws,ExtendedContactDetail,Url] channelType:E maxParticipants:p
     sessionKey:s
    VisionPrescription/d created dateWritten:T encounter identifier lensSpecification*. patient prescriber:R status
    .LensSpecification add:d axis:z backCurve:d brand:s color:s cylinder:d diameter:d duration:P eye:c note power:d
     prism*. product:K sphere:d
    .LensSpecificationPrism amount:d base:c
    integer64 value:l
    """
}
