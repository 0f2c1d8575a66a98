// Made by schemas/make-fhir-definitions.py from HL7's definitions (CC0-1.0); not edited by hand.
extension DefinitionTable {
  static let text3 =
    """
     substance:.
    .Manufacturer manufacturer:R role:c
    .Substance code:I strength*.
    .SubstanceStrength basis:K concentration[KPG,RatioRange] country measurementPoint presentation[KPG,RatioRange]
     referenceStrength*. textConcentration:s textPresentation:s
    .SubstanceStrengthReferenceStrength country measurementPoint strength[PG,RatioRange] substance:I
    InsurancePlan/d administeredBy:R alias contact*.@ab contact*ExtendedContactDetail@c coverage*. coverageArea
     endpoint identifier name network ownedBy:R period plan*. status type*K
    .Contact address:Y name:HumanName purpose:K telecom
    .Coverage benefit*. network type
    .CoverageBenefit limit*. requirement:s type
    .CoverageBenefitLimit code value:P
    .Plan coverageArea generalCost*. identifier network specificCost*. type
    .PlanGeneralCost comment cost:F groupSize:p type
    .PlanSpecificCost benefit*. category:K
    .PlanSpecificCostBenefit cost*. type
    .PlanSpecificCostBenefitCost applicability:K qualifiers*K type value:P
    InventoryItem/d association*. baseUnit:K category characteristic*. code*K description:. identifier instance:.
     inventoryStatus*K name*. netContent:P productReference:R responsibleOrganization*. status
    .Association associationType:K quantity:G relatedItem:R
    .Characteristic characteristicType:K value[YHbKTdUzPOGs,Url]
    .Description description language:c
    .Instance expiry identifier location lotNumber subject
    .Name language:c name nameType:E
    .ResponsibleOrganization organization role
    InventoryReport/d countType:c identifier inventoryListing*. note operationType:K operationTypeReason:K
     reportedDateTime:T reporter reportingPeriod:C status
    .InventoryListing countingDateTime:T item*. itemStatus:K location
    .InventoryListingItem category:K item:I quantity
    Invoice/d account:R cancelledReason:s creation:T date identifier issuer:R lineItem*. note participant*.
     paymentTerms:s period[DC] recipient:R status subject totalGross:F totalNet:F
     totalPriceComponent*.LineItemPriceComponent@ab totalPriceComponent*MonetaryComponent@c type
    .LineItem chargeItem[KR] priceComponent*.@ab priceComponent*MonetaryComponent@c sequence serviced[DC]
    .LineItemPriceComponent amount code factor type:c
    .Participant actor role
    Library/d approvalDate author contact content*J copyright copyrightLabel dataRequirement*L date description
     editor effectivePeriod endorser experimental identifier jurisdiction lastReviewDate name
     parameter*ParameterDefinition publisher purpose relatedArtifact reviewer status subject[KR] subtitle title
     topic type url usage useContext version versionAlgorithm[Es]
    Linkage/d active author:R item*.
    .Item resource:R type:c
    List/d code date emptyReason encounter entry*. identifier mode note orderedBy source:R status subject*R@c
     subject@ab title
    .Entry date deleted:b flag:K item:R
    Location/d address:Y alias availabilityExceptions characteristic*K contact*ExtendedContactDetail description
     endpoint form hoursOfOperation*.@ab hoursOfOperation*Availability@c identifier managingOrganization mode name
     operationalStatus:E partOf:R physicalType:K position:. status telecom type*K virtualService
    .HoursOfOperation allDay closingTime:t daysOfWeek openingTime:t
    .Position altitude:d latitude:d longitude:d
    ManufacturedItemDefinition/d component*. identifier ingredient*K manufacturedDoseForm:K manufacturer
     marketingStatus name property*. status unitOfPresentation
    .Component amount*P component*.Component constituent*. function*K property*.Property type
    .ComponentConstituent amount*P function*K hasIngredient*I location*K
    .Property type value[JbKDPR,Markdown]
    MarketingStatus/k country:K dateRange:C jurisdiction:K restoreDate:T status:K
    Measure/d approvalDate author basis:c clinicalRecommendationStatement:s compositeScoring:K contact copyright
     copyrightLabel date definition*s description disclaimer:s editor effectivePeriod endorser experimental group*.
     guidance:s identifier improvementNotation jurisdiction lastReviewDate library name publisher purpose
     rateAggregation:s rationale:s relatedArtifact reviewer riskAdjustment:s scoring scoringUnit:K status
     subject[KR] subtitle supplementalData*. term*. title topic type*K url usage useContext version
     versionAlgorithm[Es]
    .Group basis:c code description improvementNotation library linkId population*. rateAggregation:s scoring
     scoringUnit:K stratifier*. subject[KR] type*K
    .GroupPopulation aggregateMethod:K code criteria description groupDefinition inputPopulationId:s linkId
    .GroupStratifier code component*. criteria description groupDefinition linkId
    .GroupStratifierComponent code criteria description groupDefinition linkId
    .SupplementalData code criteria description linkId usage*K
    .Term code definition:s
    MeasureReport/d dataUpdateType:c date evaluatedResource*R group*. identifier improvementNotation
     inputParameters:R location measure:u period reporter reportingVendor:R scoring status subject
     supplementalData*R type:c
    .Group code linkId measureScore:P measureScore[KTUCPO] population*. stratifier*. subject
    .GroupPopulation code count linkId subjectReport*R subjectResults:R subjects:R
    .GroupStratifier code*K@ab code@c linkId stratum*.
    .GroupStratifierStratum component*. measureScore:P measureScore[KTUCPO] population*. value:K value[bKPOR]
    .GroupStratifierStratumComponent code linkId value:K value[bKPOR]
    .GroupStratifierStratumPopulation code count linkId subjectReport*R subjectResults:R subjects:R
    Media/d basedOn bodySite content:J created[TC] device deviceName:s duration encounter frames:p height:p
     identifier issued modality:K note operator:R partOf reasonCode status subject type view:K width:p
    Medication/d amount:G batch:. code definition:R doseForm form identifier ingredient*. manufacturer:R
     marketingAuthorizationHolder:R status totalVolume:P
    .Batch expirationDate lotNumber
    .Ingredient isActive:b item:I item[KR] strength strength[KPG]
    MedicationAdministration/d basedOn category:K@ab category@c context device*I@c device*R@ab dosage:.
     effective[TC] encounter eventHistory identifier instantiates isSubPotent:b medication medication[KR] note
     occurence[TCS] partOf performer*. reason reasonCode reasonReference recorded request status statusReason*K
     subPotentReason*K subject supportingInformation
    .Dosage dose:P method rate[PG] route site:K text
    .Performer actor:I@c actor@ab function
    MedicationDispense/d authorizingPrescription*R basedOn category:K@ab category@c context daysSupply:P destination
     detectedIssue*R dosageInstruction*Dosage encounter eventHistory identifier location medication medication[KR]
     notPerformedReason:I note partOf performer*. quantity receiver*R recorded renderedDosageInstruction status
     statusChanged:T statusReason[KR] subject substitution:. supportingInformation type whenHandedOver
     whenPrepared:T
    .Performer actor function
    .Substitution reason*K responsibleParty*R@ab responsibleParty:R@c type wasSubstituted:b
    MedicationKnowledge/d administrationGuidelines*. amount:P associatedMedication*R author:R clinicalUseIssue*R
     code contraindication*R cost*. definitional:. doseForm drugCharacteristic*. identifier indicationGuideline*.
     ingredient*. intendedJurisdiction*K intendedRoute*K kinetics*. manufacturer:R medicineClassification*.
     monitoringProgram*. monograph*. name*s packaging*.@c packaging:.@ab preparationInstruction:s productType*K
     regulatory*. relatedMedicationKnowledge*. status storageGuideline*. synonym*s
    .AdministrationGuidelines dosage*. indication[KR] patientCharacteristics*.
    .AdministrationGuidelinesDosage dosage type
    .AdministrationGuidelinesPatientCharacteristics characteristic[KP] value*s
    .Cost cost:F cost[KF] effectiveDate*C source:s type
    .Definitional definition*R doseForm drugCharacteristic*. ingredient*. intendedRoute*K
    .DefinitionalDrugCharacteristic type value[JBKPs]
    .DefinitionalIngredient item:I strength[KPG] type
    .DrugCharacteristic type value[BKPs]
    .IndicationGuideline dosingGuideline*. indication*I
    .IndicationGuidelineDosingGuideline administrationTreatment:K dosage*. patientCharacteristic*. treatmentIntent:K
    .IndicationGuidelineDosingGuidelineDosage dosage type
    .IndicationGuidelineDosingGuidelinePatientCharacteristic type value[KPO]
    .Ingredient isActive:b item[KR] strength
    .Kinetics areaUnderCurve*P halfLifePeriod:U lethalDose50*P
    .MedicineClassification classification source[s,Uri] type
    .MonitoringProgram name type
    .Monograph source:R type
    .Packaging cost*.Cost packagedProduct:R quantity type
    .Regulatory maxDispense:. regulatoryAuthority:R schedule*.@ab schedule*K@c substitution*.
    .RegulatoryMaxDispense period:U quantity
    .RegulatorySchedule schedule:K
    .RegulatorySubstitution allowed:b type
    .RelatedMedicationKnowledge reference*R type
    .StorageGuideline environmentalSetting*. note reference:u stabilityDuration:U
    .StorageGuidelineEnvironmentalSetting type value[KPO]
    MedicationRequest/d authoredOn basedOn category courseOfTherapyType:K detectedIssue*R device*I dispenseRequest:.
     doNotPerform dosageInstruction*Dosage effectiveDosePeriod:C encounter eventHistory groupIdentifier identifier
     informationSource instantiatesCanonical instantiatesUri insurance*R intent medication medication[KR] note
     performer*R@c performer:R@ab performerType priorPrescription:R priority reason reasonCode reasonReference
     recorder renderedDosageInstruction reported:b reported[bR] requester status statusChanged:T statusReason
     subject substitution:. supportingInformation
    .DispenseRequest dispenseInterval:U dispenser:R dispenserInstruction*H doseAdministrationAid:K
     expectedSupplyDuration:U initialFill:. numberOfRepeatsAllowed:n performer:R quantity validityPeriod
    .DispenseRequestInitialFill duration:U quantity
    .Substitution allowed[bK] reason:K
    MedicationStatement/d adherence:. basedOn category:K@ab category@c context dateAsserted:T derivedFrom dosage
     effective[TCS] encounter identifier informationSource:R@ab informationSource@c medication medication[KR] note
     partOf reason reasonCode reasonReference relatedClinicalInformation*R renderedDosageInstruction status
     statusReason*K subject
    .Adherence code reason:K
    MedicinalProduct/d additionalMonitoringIndicator:K attachedDocument clinicalTrial*R
     combinedPharmaceuticalDoseForm:K contact*R crossReference*Q domain:E identifier legalStatusOfSupply
     manufacturingBusinessOperation*. marketingStatus masterFile*R name*. packagedMedicinalProduct*R
     paediatricUseIndicator:K pharmaceuticalProduct*R productClassification*K specialDesignation*. specialMeasures*s
     type
    .ManufacturingBusinessOperation authorisationReferenceNumber:Q confidentialityIndicator:K effectiveDate:T
     manufacturer operationType:K regulator
    .Name countryLanguage*. namePart*. productName
    .NameCountryLanguage country:K jurisdiction:K language
    .NameNamePart part type:E
    .SpecialDesignation date identifier indication[KR] intendedUse:K species status:K type
    MedicinalProductAuthorization/d country dataExclusivityPeriod:C dateOfFirstAuthorization:T holder:R identifier
     internationalBirthDate:T jurisdiction jurisdictionalAuthorization*. legalBasis:K procedure:. regulator
     restoreDate:T status:K statusDate subject validityPeriod
    .JurisdictionalAuthorization country:K identifier jurisdiction legalStatusOfSupply validityPeriod
    .Procedure application*.Procedure date[TC] identifier:Q type
    MedicinalProductContraindication/d comorbidity*K disease:K diseaseStatus:K otherTherapy*. population*Population
     subject*R therapeuticIndication*R
    .OtherTherapy medication[KR] therapyRelationshipType:K
    MedicinalProductDefinition/d additionalMonitoringIndicator:K attachedDocument characteristic*. classification
     clinicalTrial*R code*E combinedPharmaceuticalDoseForm:K comprisedOf*R contact*. crossReference*. description
     domain identifier impurity*I indication:s ingredient*K legalStatusOfSupply marketingStatus masterFile*R name*.
     operation*. packagedMedicinalProduct*K pediatricUseIndicator:K route*K specialMeasures*K status:K statusDate
     type version
    .Characteristic type value[JbKDzP,Markdown]
    .Contact contact:R type
    .CrossReference product:I type
    .Name countryLanguage*. namePart*. part*. productName type usage*.
    .NameCountryLanguage country:K jurisdiction:K language
    .NameNamePart part type
    .NamePart part type
    .NameUsage country:K jurisdiction:K language
    .Operation confidentialityIndicator:K effectiveDate:C organization*R type:I
    MedicinalProductIndication/d comorbidity*K diseaseStatus:K diseaseSymptomProcedure:K duration:P intendedEffect:K
     otherTherapy*. population*Population subject*R undesirableEffect*R
    .OtherTherapy medication[KR] therapyRelationshipType:K
    MedicinalProductIngredient/d allergenicIndicator identifier:Q manufacturer role specifiedSubstance*. substance:.
    .SpecifiedSubstance code confidentiality:K group:K strength*.
    .SpecifiedSubstanceStrength concentration:G concentrationLowLimit:G country measurementPoint presentation:G
     presentationLowLimit:G referenceStrength*.
    .SpecifiedSubstanceStrengthReferenceStrength country measurementPoint strength strengthLowLimit:G substance
    .Substance code strength*.SpecifiedSubstanceStrength
    MedicinalProductInteraction/d description effect:K incidence:K interactant*. management:K subject*R type
    .Interactant item[KR]
    MedicinalProductManufactured/d ingredient*R manufacturedDoseForm:K manufacturer otherCharacteristics*K
     physicalCharacteristics quantity unitOfPresentation
    MedicinalProductPackaged/d batchIdentifier*. description identifier legalStatusOfSupply manufacturer
     marketingAuthorization:R marketingStatus packageItem*. subject*R
    .BatchIdentifier immediatePackaging:Q outerPackaging:Q
    .PackageItem alternateMaterial device*R identifier manufacturedItem*R manufacturer material
     otherCharacteristics*K packageItem*.PackageItem physicalCharacteristics quantity shelfLifeStorage type
    MedicinalProductPharmaceutical/d administrableDoseForm:K characteristics*. device*R identifier ingredient*R
     routeOfAdministration*. unitOfPresentation
    .Characteristics code status:K
    .RouteOfAdministration code firstDose:P maxDosePerDay:P maxDosePerTreatmentPeriod:G maxSingleDose:P
     maxTreatmentPeriod:U targetSpecies*.
    .RouteOfAdministrationTargetSpecies code withdrawalPeriod*.
    .RouteOfAdministrationTargetSpeciesWithdrawalPeriod supportingInformation:s tissue:K value:P
    MedicinalProductUndesirableEffect/d classification:K frequencyOfOccurrence:K population*Population subject*R
     symptomConditionEffect:K
    MessageDefinition/d allowedResponse*. base:u category:c contact copyright copyrightLabel date description
     event[E,Uri] experimental focus*. graph*u@ab graph:u@c identifier jurisdiction name parent*u publisher purpose
     replaces*u responseRequired:c status title url useContext version versionAlgorithm[Es]
    .AllowedResponse message:u situation:s
    .Focus code:c max min:n profile
    MessageHeader/d author:R definition destination*. enterer event[E,Canonical,Uri] focus reason:K response:.
     responsible sender source:.
    .Destination endpoint:u endpoint[R,Url] name receiver:R target:R
    .Response code:c details:R identifier:Q@c identifier:i@ab
    .Source contact:W endpoint:u endpoint[R,Url] name software:s version
    Meta lastUpdated:N profile*u security*E source:u tag*E versionId:i
    MetadataResource/d approvalDate author contact date description editor effectivePeriod endorser experimental
     jurisdiction lastReviewDate name publisher relatedArtifact reviewer status title topic url useContext version
    MolecularSequence/d coordinateSystem:z device focus formatted*J identifier literal:s observedSeq:s patient
     performer:R pointer*R quality*. quantity readCoverage:z referenceSeq:. relative*. repository*. specimen:R
     structureVariant*. subject type:c variant*.
    .Quality end fScore:d gtFP:d method precision:d queryFP:d queryTP:d recall:d roc:. score:P standardSequence:K
     start truthFN:d truthTP:d type:c
    .QualityRoc fMeasure*d numFN*z numFP*z numTP*z precision*d score*z sensitivity*d
    .ReferenceSeq chromosome:K genomeBuild:s orientation:c referenceSeqId:K referenceSeqPointer:R
     referenceSeqString:s strand:c windowEnd:z windowStart:z
    .Relative coordinateSystem:K edit*. ordinalPosition:z sequenceRange:O startingSequence:.
    .RelativeEdit end replacedSequence:s replacementSequence:s start
    .RelativeStartingSequence chromosome:K genomeAssembly:K orientation:c sequence[KRs] strand:c windowEnd:z
     windowStart:z
    .Repository datasetId:s name readsetId:s type:c url variantsetId:s
    .StructureVariant exact:b inner:. length outer:. variantType:K
    .StructureVariantInner end start
    .StructureVariantOuter end start
    .Variant cigar:s end observedAllele:s referenceAllele:s start variantPointer:R
    MonetaryComponent amount code factor type:c
    Money currency:c value:d
    NamingSystem/d approvalDate author contact copyright copyrightLabel date description editor effectivePeriod
     endorser experimental identifier jurisdiction kind lastReviewDate name publisher purpose relatedArtifact
     responsible:s reviewer status title topic type uniqueId*. url usage useContext version versionAlgorithm[Es]
    .UniqueId authoritative:b comment period preferred type:c value
    Narrative div:x status
    NutritionIntake/d basedOn code consumedItem*. derivedFrom encounter identifier ingredientLabel*.
     instantiatesCanonical instantiatesUri location note occurrence[TC] partOf performer*. reason recorded
     reported[bR] status statusReason*K subject
    .ConsumedItem amount:P notConsumed:b notConsumedReason:K nutritionProduct:I rate:P schedule:S type
    .IngredientLabel amount:P nutrient:I
    .Performer actor function
    NutritionOrder/d allergyIntolerance*R basedOn dateTime:T encounter enteralFormula:. excludeFoodModifier*K
     foodPreferenceModifier*K groupIdentifier identifier instantiates instantiatesCanonical instantiatesUri intent
     note oralDiet:. orderer:R outsideFoodAllowed:b patient performer*I priority status subject supplement*.
     supportingInformation
    .EnteralFormula additive*. additiveProductName:s additiveType:K administration*. administrationInstruction:s
     baseFormulaProductName:s baseFormulaType:I@c baseFormulaType:K@ab caloricDensity:P deliveryDevice*I
     maxVolumeToDeliver:P routeOfAdministration:K routeofAdministration:K
    .EnteralFormulaAdditive productName quantity type:I
    .EnteralFormulaAdministration quantity rate[PG] schedule:.@c schedule:S@ab
    .EnteralFormulaAdministrationSchedule asNeeded asNeededFor timing
    .OralDiet fluidConsistencyType*K instruction nutrient*. schedule*S@ab schedule:.@c texture*. type*K
    .OralDietNutrient amount:P modifier:K
    .OralDietSchedule asNeeded asNeededFor timing
    .OralDietTexture foodType:K modifier:K
    .Supplement instruction productName quantity schedule*S@ab schedule:.@c type:I@c type@ab
    .SupplementSchedule asNeeded asNeededFor timing
    NutritionProduct/d category characteristic*. code ingredient*. instance*.@c instance:.@b knownAllergen*I
     manufacturer note nutrient*. productCharacteristic*. status
    .Characteristic type value[JBbKPs]
    .Ingredient amount*G item:I
    .Instance biologicalSourceEvent expiry identifier lotNumber name quantity useBy:T
    .Nutrient amount*G item:I
    .ProductCharacteristic type value[JBbKPs]
    Observation/d basedOn bodySite bodyStructure category code component*. dataAbsentReason derivedFrom device
     effective[TNCS] encounter focus hasMember*R identifier instantiates[R,Canonical] interpretation*K issued method
     note partOf performer*R referenceRange*. specimen:R status subject triggeredBy*.
     value[JbKTzCPOGRst,SampledData]
    .Component code dataAbsentReason interpretation*K referenceRange*.ReferenceRange value[JbKTzCPOGRst,SampledData]
    .ReferenceRange age appliesTo high:P low:P normalValue:K text type
    .TriggeredBy observation:R reason:s type:c
    ObservationDefinition/d abnormalCodedValueSet:R approvalDate bodySite category code component*. contact
     copyright copyrightLabel criticalCodedValueSet:R date derivedFromCanonical*u derivedFromUri description
     device*R effectivePeriod experimental hasMember*R identifier:Q@c identifier@ab jurisdiction lastReviewDate
     method multipleResultsAllowed:b name normalCodedValueSet:R performerType permittedDataType*c permittedUnit*E
     preferredReportName:s publisher purpose qualifiedInterval*. qualifiedValue*. quantitativeDetails:. specimen
     status subject*K title url useContext validCodedValueSet:R version versionAlgorithm[Es]
    .Component code permittedDataType*c permittedUnit*E qualifiedValue*.QualifiedValue
    .QualifiedInterval age appliesTo category:c condition context:K gender gestationalAge:O range
    .QualifiedValue abnormalCodedValueSet:u age appliesTo condition context:K criticalCodedValueSet:u gender
     gestationalAge:O normalCodedValueSet:u range rangeCategory:c validCodedValueSet:u
    .QuantitativeDetails conversionFactor:d customaryUnit:K decimalPrecision:z unit
    OperationDefinition/d affectsState:b base:u code:c comment contact copyright copyrightLabel date description
     experimental identifier inputProfile:u instance:b jurisdiction kind name outputProfile:u overload*. parameter*.
     publisher purpose resource*c status system:b title type:b url useContext version versionAlgorithm[Es]
    .Overload comment parameterName*s
    .Parameter allowedType*c binding:. documentation max min name:c part*.Parameter referencedFrom*. scope*c
     searchType:c targetProfile*u type:c use
    .ParameterBinding strength:c valueSet
    .ParameterReferencedFrom source:s sourceId:s
    OperationOutcome/d issue*.
    .Issue code:c details:K diagnostics:s expression*s location*s severity
    Organization/d active address alias contact*.@ab contact*ExtendedContactDetail@c description endpoint identifier
     name partOf:R qualification*. telecom type*K
    .Contact address:Y name:HumanName purpose:K telecom
    .Qualification code identifier issuer:R period
    OrganizationAffiliation/d active code*K contact*ExtendedContactDetail endpoint healthcareService*R identifier
     location*R network organization participatingOrganization:R period specialty telecom
    PackagedProductDefinition/d attachedDocument characteristic*.PackagingProperty@c characteristic*K@b
     containedItemQuantity*P copackagedIndicator:b description identifier legalStatusOfSupply*. manufacturer
     marketingStatus name package:. packageFor*R packaging:. status:K statusDate type
    .LegalStatusOfSupply code jurisdiction:K
    .Package alternateMaterial containedItem*. identifier manufacturer material package*.Package property*.
     quantity:z shelfLifeStorage*. type
    .PackageContainedItem amount:P item:I
    .PackageProperty type value[JbKDP]
    .PackageShelfLifeStorage period[Us] specialPrecautionsForStorage*K type
    .Packaging alternateMaterial componentPart:b containedItem*. identifier manufacturer material
     packaging*.Packaging property*. quantity:z shelfLifeStorage type
    .PackagingContainedItem amount:P item:I
    .PackagingProperty type value[JbKDP]
    ParameterDefinition documentation max min name:c profile type:c use
    Parameters/r parameter*.
    .Parameter name part*.Parameter resource:Resource value[]
    Patient/d active address birthDate communication*. contact*. deceased[bT] gender generalPractitioner*R
     identifier link*. managingOrganization maritalStatus:K multipleBirth[bz] name*HumanName photo telecom
    .Communication language preferred
    .Contact address:Y gender name:HumanName organization period relationship*K telecom
    .Link other:R type:c
    PaymentNotice/d amount created identifier payee payment:R paymentDate:D paymentStatus:K provider recipient:R
     reporter request response status
    PaymentReconciliation/d accountNumber:s allocation*. amount authorization:s cardBrand:s created date:D detail*.
     disposition enterer expirationDate:D formCode identifier issuerType:K kind:K location method outcome
     paymentAmount:F paymentDate:D paymentIdentifier:Q paymentIssuer:R period processNote*. processor:s
     referenceNumber:s request requestor returnedAmount:F status tenderedAmount:F type
    .Allocation account:R amount date:D encounter identifier:Q payee predecessor:Q response responsible submitter:R
     target:R targetItem[Qps] type
    .Detail amount date:D identifier:Q payee predecessor:Q request response responsible submitter:R type
    .ProcessNote text type:c
    Period end:T start:T
    Permission/d asserter combining:c date*T justification:. rule*. status validity:C
    .Justification basis*K evidence*R
    .Rule activity*. data*. limit*K type:c
    .RuleActivity action*K actor*R purpose*K
    .RuleData expression:X period*C resource*. security*E
    .RuleDataResource meaning:c reference
    Person/d active address birthDate communication*. deceased[bT] gender identifier link*. managingOrganization
     maritalStatus:K name*HumanName photo:J@ab photo@c telecom
    .Communication language preferred
    .Link assurance:c target:R
    PlanDefinition/d action*. actor*. approvalDate asNeeded[bK] author contact copyright copyrightLabel date
     description editor effectivePeriod endorser experimental goal*. identifier jurisdiction lastReviewDate library
     name publisher purpose relatedArtifact reviewer status subject[KR,Canonical] subtitle title topic type url
     usage useContext version versionAlgorithm[Es]
    .Action action*.Action cardinalityBehavior code*K@ab code@c condition*. definition[,Canonical,Uri] description
     documentation*V dynamicValue*. goalId*i groupingBehavior input*.@c input*L@ab linkId location:I output*.@c
     output*L@ab participant*. precheckBehavior prefix priority reason*K relatedAction*. requiredBehavior
     selectionBehavior subject[KR,Canonical] textEquivalent timing[ZTUCOS] title transform trigger*TriggerDefinition
     type
    .ActionCondition expression:X kind
    .ActionDynamicValue expression:X path
    .ActionInput relatedData:i requirement title
    .ActionOutput relatedData:s requirement title
    .ActionParticipant actorId:s function role type:c typeCanonical typeReference
    .ActionRelatedAction actionId:i endRelationship:c offset[UO] relationship:c targetId
    .Actor description option*. title
    .ActorOption role type:c typeCanonical typeReference
    .Goal addresses*K category:K description:K documentation*V priority:K start:K target*.
    .GoalTarget detail[bKzPOGs] due:U measure:K
    Population/k age[KO] gender:K physiologicalCondition:K race:K
    Practitioner/d active address birthDate communication*.@c communication*K@ab deceased[bT] gender identifier
     name*HumanName photo qualification*. telecom
    .Communication language preferred
    .Qualification code identifier issuer:R period
    PractitionerRole/d active availability*Availability availabilityExceptions availableTime*. characteristic*K
     code*K communication*K contact*ExtendedContactDetail endpoint healthcareService*R identifier location*R
     notAvailable*. organization period practitioner:R specialty telecom
    .AvailableTime allDay availableEndTime availableStartTime daysOfWeek
    .NotAvailable description during
    """
}
