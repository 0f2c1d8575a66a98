// Made by schemas/make-fhir-definitions.py from HL7's definitions (CC0-1.0); not edited by hand.
extension DefinitionTable {
  static let text2 =
    """
    .Friendly content[JR]
    .Legal content[JR]
    .Rule content[JR]
    .Signer party signature*Signature type:E
    .Term action*. applies:C asset*. group*.Term identifier:Q issued:T offer:. securityLabel*. subType text
     topic[KR] type
    .TermAction context contextLinkId*s doNotPerform intent:K linkId*s note occurrence[TCS] performer:R
     performerLinkId*s performerRole:K performerType*K reason*s@ab reason@c reasonCode reasonLinkId*s
     reasonReference requester*R requesterLinkId*s securityLabelNumber status:K subject*. type
    .TermActionSubject reference*R role
    .TermAsset answer*.TermOfferAnswer condition context*. linkId*s period*C periodType*K relationship:E scope
     securityLabelNumber subtype*K text type*K typeReference*R usePeriod*C valuedItem*.
    .TermAssetContext code*K reference text
    .TermAssetValuedItem effectiveTime:T entity[KR] factor identifier:Q linkId*s net payment:s paymentDate:T
     points:d quantity recipient:R responsible securityLabelNumber unitPrice
    .TermOffer answer*. decision decisionMode*K identifier linkId*s party*. securityLabelNumber text topic:R type
    .TermOfferAnswer value[JbEDTdzPRst,Uri]
    .TermOfferParty reference*R role
    .TermSecurityLabel category*E classification:E control*E number*n
    Contributor contact name type:c
    Count/q
    Coverage/d beneficiary:R class*. contract*R costToBeneficiary*. dependent:s identifier insurancePlan:R insurer
     kind network:s order:p paymentBy*. payor*R period policyHolder:R relationship status subrogation:b subscriber:R
     subscriberId*Q@c subscriberId:s@ab type
    .Class name type value:Q@c value@ab
    .CostToBeneficiary category:K exception*. network:K term type unit value[FP]
    .CostToBeneficiaryException period type
    .PaymentBy party responsibility:s
    CoverageEligibilityRequest/d created enterer event*. facility identifier insurance*. insurer item*. patient
     priority:K provider purpose*c serviced[DC] status supportingInfo*.
    .Event type when[TC]
    .Insurance businessArrangement coverage focal
    .Item category:K detail*R diagnosis*. facility modifier productOrService provider quantity
     supportingInfoSequence*p unitPrice
    .ItemDiagnosis diagnosis[KR]
    .SupportingInfo appliesToAll:b information:R sequence
    CoverageEligibilityResponse/d created disposition error*. event*. form identifier insurance*. insurer outcome
     patient preAuthRef purpose*c request requestor serviced[DC] status
    .Error code expression*s
    .Event type when[TC]
    .Insurance benefitPeriod:C coverage inforce:b item*.
    .InsuranceItem authorizationRequired:b authorizationSupporting*K authorizationUrl:u benefit*. category:K
     description excluded:b modifier name network:K productOrService provider term unit
    .InsuranceItemBenefit allowed[Fsn] type used[Fsn]
    DataRequirement codeFilter*. dateFilter*. limit:p mustSupport*s profile*u sort*. subject[KR] type:c
     valueFilter*.
    DataRequirementCodeFilter code*E path searchParam valueSet
    DataRequirementDateFilter path searchParam value[TUC]
    DataRequirementSort direction:c path
    DataRequirementValueFilter comparator path searchParam value[TUC]
    DetectedIssue/d author:R category code detail:s encounter evidence*. identified[TC] identifier implicated*R
     mitigation*. patient reference:u severity status subject
    .Evidence code*K detail*R
    .Mitigation action:K author:R date note
    Device/d availabilityStatus:K biologicalSourceEvent category conformsTo*. contact*W cycle:Count definition:I@c
     definition:R@ab deviceName*. displayName:s distinctIdentifier:s duration:U endpoint expirationDate gateway*I
     identifier location lotNumber manufactureDate:T manufacturer:s mode:K modelNumber:s name*. note owner parent
     partNumber:s patient property*. safety*K serialNumber:s specialization*. status statusReason*K type*K@c type@ab
     udiCarrier*. url version*.
    .ConformsTo category:K specification:K version
    .DeviceName name type:c
    .Name display:b type:c value
    .Property type valueCode*K valueQuantity:P@c valueQuantity@ab value[JbKzOs]
    .Specialization systemType:K version
    .UdiCarrier carrierAIDC:B carrierHRF:s deviceIdentifier entryType:c issuer jurisdiction:u
    .Version component:Q installDate:T type value
    DeviceAssociation/d bodyStructure category device identifier operation*. period status:K statusReason*K subject
    .Operation operator*R period status:K
    DeviceDefinition/d capability*. chargeItem*. classification*. conformsTo*. contact*W correctiveAction:.
     description deviceName*. guideline:. hasPart*. identifier languageCode*K link*. manufacturer:R manufacturer[Rs]
     material*. modelNumber:s note onlineInformation:u owner packaging*. parentDevice:R partNumber:s
     physicalCharacteristics productionIdentifierInUDI*c property*. quantity regulatoryIdentifier*. safety*K
     shelfLifeStorage specialization*. type udiDeviceIdentifier*. url version*.@c version*s@ab
    .Capability description*K type
    .ChargeItem chargeItemCode:I count:P effectivePeriod useContext
    .Classification justification*V type
    .ConformsTo category:K source*V specification:K version*s
    .CorrectiveAction period recall:b scope:c
    .DeviceName name type:c
    .Guideline contraindication*K indication*K intendedUse:s relatedArtifact usageInstruction useContext warning*K
    .HasPart count reference
    .Link relatedDevice:I relation:E
    .Material allergenicIndicator alternate:b substance
    .Packaging count distributor*. identifier:Q packaging*.Packaging type udiDeviceIdentifier*.UdiDeviceIdentifier
    .PackagingDistributor name organizationReference*R
    .Property type valueCode*K valueQuantity:P@c valueQuantity@ab value[JbKzOs]
    .RegulatoryIdentifier deviceIdentifier issuer jurisdiction:u type:c
    .Specialization systemType:s version
    .UdiDeviceIdentifier deviceIdentifier issuer jurisdiction:u marketDistribution*.
    .UdiDeviceIdentifierMarketDistribution marketPeriod:C subJurisdiction:u
    .Version component:Q type value
    DeviceDispense/d basedOn category destination device:I encounter eventHistory identifier location note partOf
     performer*. preparedDate:T quantity receiver:R status statusReason:I subject supportingInformation type
     usageInstruction whenHandedOver
    .Performer actor function
    DeviceMetric/d calibration*. category:c color:c device identifier measurementFrequency:P measurementPeriod:S
     operationalStatus:c parent source:R type unit
    .Calibration state:c time:N type:c
    DeviceRequest/d asNeeded asNeededFor authoredOn basedOn code:I code[KR] doNotPerform encounter groupIdentifier
     identifier instantiatesCanonical instantiatesUri insurance*R intent note occurrence[TCS] parameter*.
     performer:I@c performer:R@ab performerType priorRequest*R priority quantity:z reason reasonCode reasonReference
     relevantHistory replaces requester status subject supportingInfo
    .Parameter code value[bKPO]
    DeviceUsage/d adherence:. basedOn bodySite:I category context dateAsserted:T derivedFrom device:I identifier
     informationSource:R note patient reason status timing[TCS] usageReason*K usageStatus:K
    .Adherence code reason*K
    DeviceUseStatement/d basedOn bodySite derivedFrom device identifier note reasonCode reasonReference recordedOn:T
     source:R status subject timing[TCS]
    DiagnosticReport/d basedOn category code composition:R conclusion:s conclusionCode*K effective[TC] encounter
     identifier imagingStudy*R issued media*. note performer*R presentedForm*J result resultsInterpreter*R specimen
     status study*R subject supportingInfo*.
    .Media comment link:R
    .SupportingInfo reference type
    Distance/q
    DocumentManifest/d author*R content*R created description identifier masterIdentifier:Q recipient related*.
     source:u status subject type
    .Related identifier:Q ref:R
    DocumentReference/d attester*. authenticator:R author*R basedOn bodySite*I category content*. context*R@c
     context:.@ab custodian date:N description docStatus:c event*I facilityType:K identifier masterIdentifier:Q
     modality*K period practiceSetting:K relatesTo*. securityLabel*K status subject type version
    .Attester mode:K party time
    .Content attachment format:E profile*.
    .ContentProfile value[E,Canonical,Uri]
    .Context encounter*R event*K facilityType:K period practiceSetting:K related*R sourcePatientInfo:R
    .RelatesTo code:c@ab code@c target:R
    DomainResource/r contained*Resource extension modifierExtension*Extension text:Narrative
    Dosage/k additionalInstruction*K asNeeded asNeededFor*K asNeeded[bK] doseAndRate*. maxDosePerAdministration:P
     maxDosePerLifetime:P maxDosePerPeriod*G@c maxDosePerPeriod:G@ab method patientInstruction route sequence:z
     site:K text timing:S
    DosageDoseAndRate dose[PO] rate[POG] type
    Duration/q
    EffectEvidenceSynthesis/d approvalDate author certainty*. contact copyright date description editor
     effectEstimate*. effectivePeriod endorser exposure exposureAlternative:R identifier jurisdiction lastReviewDate
     name note outcome:R population publisher relatedArtifact resultsByExposure*. reviewer sampleSize:. status
     studyType synthesisType title topic url useContext version
    .Certainty certaintySubcomponent*. note rating
    .CertaintyCertaintySubcomponent note rating type
    .EffectEstimate description precisionEstimate*. type unitOfMeasure value:d variantState:K
    .EffectEstimatePrecisionEstimate from:d level to:d type
    .ResultsByExposure description exposureState:c riskEvidenceSynthesis:R variantState:K
    .SampleSize description numberOfParticipants:z numberOfStudies:z
    Element/- extension id:s
    ElementDefinition/k alias base:. binding:. code*E comment condition*i constraint*. contentReference:u
     defaultValue[] definition:s example*. fixed[] isModifier:b isModifierReason:s isSummary:b label mapping*. max
     maxLength:z maxValue[DTdNzlpPtn] meaningWhenMissing:s min:n minValue[DTdNzlpPtn] mustHaveValue:b mustSupport:b
     orderMeaning:s path pattern[] representation*c requirements:s short:s sliceIsConstraining:b sliceName:s
     slicing:. type*. valueAlternatives*u
    .Base/e max min:n path
    .Binding/e additional*. description strength:c valueSet
    .BindingAdditional/e any:b documentation purpose:c shortDoco:s usage*A valueSet
    .Constraint/e expression human:s key:i requirements:s severity source:u suppress:b xpath:s
    .Example/e label value[]
    .Mapping/e comment identity:i language:c map:s
    .Slicing/e description discriminator*. ordered:b rules:c
    .SlicingDiscriminator/e path type:c
    .Type/e aggregation*c code:u profile*u targetProfile*u versioning:c
    Encounter/d account actualPeriod:C admission:. appointment*R basedOn careTeam class*K@c class:E@ab
     classHistory*. diagnosis*. dietPreference*K episodeOfCare*R hospitalization:. identifier length:U location*.
     partOf:R participant*. period plannedEndDate:T plannedStartDate:T priority:K reason*. reasonCode
     reasonReference serviceProvider:R serviceType:K@ab serviceType@c specialArrangement*K specialCourtesy*K status
     statusHistory*. subject subjectStatus:K type*K virtualService
    .Admission admitSource:K destination dischargeDisposition:K origin:R preAdmissionIdentifier:Q reAdmission:K
    .ClassHistory class:E period
    .Diagnosis condition*I@c condition:R@ab rank use*K@c use:K@ab
    .Hospitalization admitSource:K destination dietPreference*K dischargeDisposition:K origin:R
     preAdmissionIdentifier:Q reAdmission:K specialArrangement*K specialCourtesy*K
    .Location form location period physicalType:K status
    .Participant actor individual:R period type*K
    .Reason use*K value*I
    .StatusHistory period status
    EncounterHistory/d actualPeriod:C class encounter identifier length:U location*. plannedEndDate:T
     plannedStartDate:T serviceType status subject subjectStatus:K type*K
    .Location form location
    Endpoint/d address:u connectionType*K@c connectionType:E@ab contact*W description environmentType*K header*s
     identifier managingOrganization name payload*. payloadMimeType*c payloadType*K period status
    .Payload mimeType*c type*K
    EnrollmentRequest/d candidate:R coverage created identifier insurer provider status
    EnrollmentResponse/d created disposition identifier organization outcome request requestProvider:R status
    EpisodeOfCare/d account careManager:R careTeam diagnosis*. identifier managingOrganization patient period
     reason*. referralRequest*R status statusHistory*. team*R type*K
    .Diagnosis condition*I@c condition:R@ab rank role use:K
    .Reason use:K value*I
    .StatusHistory period status
    EventDefinition/d approvalDate author contact copyright copyrightLabel date description editor effectivePeriod
     endorser experimental identifier jurisdiction lastReviewDate name publisher purpose relatedArtifact reviewer
     status subject[KR] subtitle title topic trigger*TriggerDefinition url usage useContext version
     versionAlgorithm[Es]
    Evidence/d approvalDate assertion:s author certainty*. citeAs[R,Markdown] contact copyright copyrightLabel date
     description editor effectivePeriod endorser experimental exposureBackground:R exposureVariant*R identifier
     jurisdiction lastReviewDate name note outcome*R publisher purpose relatedArtifact reviewer shortTitle
     statistic*. status studyDesign*K studyType subtitle synthesisType title topic url useContext
     variableDefinition*. version versionAlgorithm[Es]
    .Certainty description note rater:s rating:K subcomponent*.Certainty type
    .Statistic attributeEstimate*. category:K description modelCharacteristic*. note numberAffected:n
     numberOfEvents:n quantity sampleSize:. statisticType:K
    .StatisticAttributeEstimate attributeEstimate*.StatisticAttributeEstimate description level note quantity range
     type
    .StatisticModelCharacteristic attributeEstimate*.StatisticAttributeEstimate code value:P variable*.
    .StatisticModelCharacteristicVariable handling:c valueCategory*K valueQuantity valueRange*O variableDefinition:R
    .StatisticSampleSize description knownDataCount:n note numberOfParticipants:n numberOfStudies:n
    EvidenceReport/d author citeAs[R,Markdown] contact editor endorser identifier note publisher relatedArtifact
     relatedIdentifier*Q relatesTo*. reviewer section*. status subject:. type url useContext
    .RelatesTo code:c target:. target[QR]
    .RelatesToTarget display identifier:Q resource:R url
    .Section author*R emptyReason entryClassifier*K entryQuantity*P entryReference*R focus:K focusReference:R mode
     orderedBy section*.Section text:Narrative title
    .Subject characteristic*. note
    .SubjectCharacteristic code exclude period value[bKPOR]
    EvidenceVariable/d actual approvalDate author category*. characteristic*. characteristicCombination:c contact
     copyright copyrightLabel date description editor effectivePeriod endorser experimental handling:c identifier
     jurisdiction lastReviewDate name note publisher purpose relatedArtifact reviewer shortTitle status subtitle
     title topic type:c url useContext version versionAlgorithm[Es]
    .Category name value[KPO]
    .Characteristic definitionByCombination:. definitionByTypeAndValue:. definitionCanonical:u
     definitionCodeableConcept:K definitionExpression:X definitionId:i definitionReference:R
     definition[L,TriggerDefinition] description device duration[PO] exclude groupMeasure:c instances[PO] linkId:i
     method note participantEffective[TUCS] timeFromEvent*. timeFromStart:.@b timeFromStart:U@a usageContext*A
    .CharacteristicDefinitionByCombination characteristic*.Characteristic code:c threshold:p
    .CharacteristicDefinitionByTypeAndValue device method*K offset:K type value[bKiPOR]
    .CharacteristicTimeFromEvent description event[KTiR] note quantity range
    .CharacteristicTimeFromStart description note quantity range
    EvidenceVariableDefinition/k description directnessMatch:K intended:R note observed:R variableRole:K
    ExampleScenario/d actor*. contact copyright copyrightLabel date description experimental identifier instance*.
     jurisdiction name process*. publisher purpose status title url useContext version versionAlgorithm[Es]
     workflow*u
    .Actor actorId:s description key name title type:c
    .Instance containedInstance*. content:R description key name resourceId:s resourceType:c
     structureProfile[,Canonical,Uri] structureType:E structureVersion:s title version*.
    .InstanceContainedInstance instanceReference:s resourceId:s versionId:s versionReference:s
    .InstanceVersion content:R description key title versionId:s
    .Process description postConditions:s preConditions:s step*. title
    .ProcessStep alternative*. number:s operation:. pause:b process*.Process@ab process:.Process@c workflow:u
    .ProcessStepAlternative description step*.ProcessStep title
    .ProcessStepOperation description initiator:s initiatorActive:b name number:s receiver:s receiverActive:b
     request:.InstanceContainedInstance response:.InstanceContainedInstance title type:E@c type:s@ab
    ExplanationOfBenefit/d accident:. addItem*. adjudication*.ItemAdjudication benefitBalance*. benefitPeriod:C
     billablePeriod:C careTeam*. claim claimResponse created decision diagnosis*. diagnosisRelatedGroup disposition
     encounter*R enterer event*. facility form:J formCode fundsReserve fundsReserveRequested:K identifier
     insurance*. insurer item*. originalPrescription:R outcome patient patientPaid payee:. payment:. preAuthRef*s
     preAuthRefPeriod*C precedence:p prescription:R priority:K procedure*. processNote*. provider referral:R
     related*. status subType supportingInfo*. total*. traceNumber type use
    .Accident date:D location[YR] type
    .AddItem adjudication*.ItemAdjudication bodySite*.@c bodySite@ab detail*. detailSequence*p factor itemSequence*p
     location[YKR] modifier net noteNumber patientPaid productOrService productOrServiceEnd programCode provider*R
     quantity request*R revenue reviewOutcome:.ItemReviewOutcome serviced[DC] subDetailSequence*p subSite tax
     traceNumber unitPrice
    .AddItemBodySite site subSite
    .AddItemDetail adjudication*.ItemAdjudication factor modifier net noteNumber patientPaid productOrService
     productOrServiceEnd quantity revenue reviewOutcome:.ItemReviewOutcome subDetail*. tax traceNumber unitPrice
    .AddItemDetailSubDetail adjudication*.ItemAdjudication factor modifier net noteNumber patientPaid
     productOrService productOrServiceEnd quantity revenue reviewOutcome:.ItemReviewOutcome tax traceNumber
     unitPrice
    .BenefitBalance category:K description excluded:b financial*. name network:K term unit
    .BenefitBalanceFinancial allowed[Fsn] type used[Fn]
    .CareTeam provider qualification:K responsible:b role sequence specialty:K
    .Diagnosis diagnosis[KR] onAdmission:K packageCode:K sequence type*K
    .Event type when[TC]
    .Insurance coverage focal preAuthRef*s
    .Item adjudication*. bodySite*.@c bodySite@ab careTeamSequence*p category:K detail*. diagnosisSequence*p
     encounter*R factor informationSequence*p location[YKR] modifier net noteNumber patientPaid procedureSequence*p
     productOrService productOrServiceEnd programCode quantity request*R revenue reviewOutcome:. sequence
     serviced[DC] subSite tax traceNumber udi unitPrice
    .ItemAdjudication amount category:K quantity reason:K value:d
    .ItemBodySite site subSite
    .ItemDetail adjudication*.ItemAdjudication category:K factor modifier net noteNumber patientPaid
     productOrService productOrServiceEnd programCode quantity revenue reviewOutcome:.ItemReviewOutcome sequence
     subDetail*. tax traceNumber udi unitPrice
    .ItemDetailSubDetail adjudication*.ItemAdjudication category:K factor modifier net noteNumber patientPaid
     productOrService productOrServiceEnd programCode quantity revenue reviewOutcome:.ItemReviewOutcome sequence tax
     traceNumber udi unitPrice
    .ItemReviewOutcome decision preAuthPeriod preAuthRef reason*K
    .Payee party type
    .Payment adjustment:F adjustmentReason:K amount date:D identifier:Q type
    .Procedure date procedure[KR] sequence type*K udi
    .ProcessNote language number:p text type:c@ab type@c
    .Related claim reference:Q relationship
    .SupportingInfo category:K code reason:E sequence timing[DC] value[JbQPRs]
    .Total amount category:K
    Expression description expression language:c name reference:u
    ExtendedContactDetail address:Y name*HumanName organization period purpose:K telecom
    Extension url value[]
    FHIRPrimitiveExtension/- extension id:s
    FamilyMemberHistory/d age[ZOs] born[DCs] condition*. dataAbsentReason date deceased[ZbDOs] estimatedAge:b
     identifier instantiatesCanonical instantiatesUri name note participant*. patient procedure*. reason reasonCode
     reasonReference relationship sex:K status
    .Condition code contributedToDeath:b note onset[ZCOs] outcome:K
    .Participant actor function
    .Procedure code contributedToDeath:b note outcome:K performed[ZTCOs]
    Flag/d author:R category code encounter identifier period status subject
    FormularyItem/d code identifier status
    GenomicStudy/d analysis*. basedOn description encounter identifier instantiatesCanonical:u instantiatesUri:u
     interpreter*R note reason referrer:R startDate:T status subject type*K
    .Analysis changeType*K date device*. focus genomeBuild:K identifier input*. instantiatesCanonical:u
     instantiatesUri:u methodType*K note output*. performer*. protocolPerformed:R regionsCalled*R regionsStudied*R
     specimen title
    .AnalysisDevice device function
    .AnalysisInput file:R generatedBy[QR] type
    .AnalysisOutput file:R type
    .AnalysisPerformer actor role
    Goal/d achievementStatus:K addresses*R category continuous:b description:K expressedBy:R identifier
     lifecycleStatus:c note outcome*I outcomeCode*K outcomeReference*R priority:K source:R start[KD] statusDate:D
     statusReason:s subject target*.
    .Target detail[bKzPOGs] due[DU] measure:K
    GraphDefinition/d contact copyright copyrightLabel date description experimental identifier jurisdiction link*.
     name node*. profile publisher purpose start:s status title url useContext version versionAlgorithm[Es]
    .Link compartment*. description max min params path sliceName:s sourceId target*. targetId
    .LinkCompartment code:c description expression rule:c use
    .LinkTarget compartment*. link*.Link params profile type:c
    .LinkTargetCompartment code:c description expression rule:c use
    .Node description nodeId:i profile type:c
    Group/d active actual characteristic*. code description identifier managingEntity:R member*. membership:c name
     quantity:n type:c
    .Characteristic code exclude period value[bKPOR]
    .Member entity:R inactive period
    GuidanceResponse/d dataRequirement*L encounter evaluationMessage*R@ab evaluationMessage:R@c identifier
     module[K,Canonical,Uri] note occurrenceDateTime:T outputParameters:R performer:R reason reasonCode
     reasonReference requestIdentifier:Q result:R@ab result@c status subject
    HealthcareService/d active appointmentRequired:b availability*Availability availabilityExceptions
     availableTime*. category characteristic*K comment communication*K contact*ExtendedContactDetail coverageArea
     eligibility*. endpoint extraDetails:s identifier location*R name notAvailable*. offeredIn*R photo:J program*K
     providedBy:R referralMethod*K serviceProvisionCode*K specialty telecom type*K
    .AvailableTime allDay availableEndTime availableStartTime daysOfWeek
    .Eligibility code comment
    .NotAvailable description during
    HumanName family:s given*s period prefix*s suffix*s text use
    Identifier assigner:R period system type use value
    ImagingSelection/d basedOn bodySite:I category code derivedFrom endpoint focus frameOfReferenceUid:i identifier
     instance*. issued performer*. seriesNumber:n seriesUid:i status studyUid:i subject
    .Instance imageRegion2D*. imageRegion3D*. number sopClass:E subset*s uid
    .InstanceImageRegion2D coordinate*d regionType:c
    .InstanceImageRegion3D coordinate*d regionType:c
    .Performer actor function
    ImagingStudy/d basedOn description encounter endpoint identifier interpreter*R location modality*E@ab
     modality*K@c note numberOfInstances:n numberOfSeries:n partOf procedure*I procedureCode*K procedureReference:R
     reason reasonCode reasonReference referrer:R series*. started:T status subject
    .Series bodySite:E@ab bodySite:I@c description endpoint instance*. laterality:E@ab laterality:K@c modality:E@ab
     modality:K@c number numberOfInstances:n performer*. specimen started:T uid
    .SeriesInstance number sopClass:E title uid
    .SeriesPerformer actor function
    Immunization/d administeredProduct:I basedOn doseQuantity:P education*. encounter expirationDate:D
     fundingSource:K identifier informationSource:I isSubpotent:b location lotNumber manufacturer:I@c
     manufacturer:R@ab note occurrence[Ts] patient performer*. primarySource:b programEligibility*.@c
     programEligibility*K@ab protocolApplied*. reaction*. reason reasonCode reasonReference recorded reportOrigin:K
     route site:K status statusReason subpotentReason*K supportingInformation vaccineCode:K
    .Education documentType:s presentationDate:T publicationDate:T reference:u
    .Performer actor function
    .ProgramEligibility program:K programStatus:K
    .ProtocolApplied authority doseNumber doseNumber[ps] series seriesDoses seriesDoses[ps] targetDisease*K
    .Reaction date detail:R manifestation:I reported:b
    ImmunizationEvaluation/d authority date description doseNumber doseNumber[ps] doseStatus:K doseStatusReason*K
     identifier immunizationEvent:R patient series seriesDoses seriesDoses[ps] status targetDisease:K
    ImmunizationRecommendation/d authority date identifier patient recommendation*.
    .Recommendation contraindicatedVaccineCode*K dateCriterion*. description doseNumber doseNumber[ps]
     forecastReason*K forecastStatus:K series seriesDoses seriesDoses[ps] supportingImmunization*R
     supportingPatientInformation*R targetDisease*K@c targetDisease:K@ab vaccineCode*K
    .RecommendationDateCriterion code value:T
    ImplementationGuide/d contact copyright copyrightLabel date definition:. dependsOn*. description experimental
     fhirVersion*c global*. identifier jurisdiction license:c manifest:. name packageId:i publisher purpose status
     title url useContext version versionAlgorithm[Es]
    .Definition grouping*. page:. parameter*. resource*. template*.
    .DefinitionGrouping description name
    .DefinitionPage generation:c name:u name[R,Url] page*.DefinitionPage source[s,Markdown,Url] title
    .DefinitionParameter code:E@c code:c@ab value
    .DefinitionResource description example[b,Canonical] fhirVersion*c groupingId:i isExample:b name profile*u
     reference
    .DefinitionTemplate code:c scope:s source:s
    .DependsOn packageId:i reason:s uri version
    .Global profile type:c
    .Manifest image*s other*s page*. rendering:u resource*.
    .ManifestPage anchor*s name title
    .ManifestResource example[b,Canonical] isExample:b profile*u reference relativePath:u
    Ingredient/d allergenicIndicator comment for*R function*K group:K identifier:Q manufacturer*. role status
    """
}
