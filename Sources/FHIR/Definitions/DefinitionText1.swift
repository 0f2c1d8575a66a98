// Made by schemas/make-fhir-definitions.py from HL7's definitions (CC0-1.0); not edited by hand.
extension DefinitionTable {
  static let texts = [text1, text2, text3, text4]

  static let text1 =
    """
    legend K:CodeableConcept R:Reference Q:Identifier C:Period P:Quantity I:CodeableReference M:ContactDetail
     E:Coding F:Money H:Annotation O:Range J:Attachment A:UsageContext G:Ratio U:Duration S:Timing V:RelatedArtifact
     W:ContactPoint X:Expression Y:Address Z:Age L:DataRequirement
    names account*R active:b activity:K actor:R actual:b address*Y age:O alias*s allDay:b allergenicIndicator:b
     alternateMaterial*K amount:F amountType:K appliesTo*K approvalDate:D asNeeded:b asNeededFor:K asserter:R
     attachedDocument*R attachment:J author*M authoredOn:T authority:R availabilityExceptions:s availableEndTime:t
     availableStartTime:t basedOn*R biologicalSourceEvent:Q birthDate:D bodySite:K bodyStructure:R
     businessArrangement:s cardinalityBehavior:c careTeam*R category*K claim:R claimResponse:R class:K
     classification*K classifier*K code:K comment:s comparator:c condition:s contact*M content:c contentType:c
     context:R copyright:s copyrightLabel:s count:z country*K coverage:R coverageArea*R created:T criteria:X
     custodian:R data:B dataAbsentReason:K date:T daysOfWeek*c decision:K definition:u derivedFrom*R
     derivedFromUri*u description:s destination:R device:R deviceIdentifier:s diagnosisRelatedGroup:K display:s
     disposition:s doNotPerform:b documentation:s domain:K dosage*Dosage doseForm:K doseNumber:s duration:d during:C
     editor*M effectivePeriod:C emptyReason:K encounter:R end:z endorser*M endpoint*R enterer:R eventHistory*R
     exclude:b experimental:b expirationDate:T expiry:T exposure:R expression:s extension*Extension facility:R
     factor:d focal:b focus*R form:K formCode:K function:K fundsReserve:K gender:c goal*R groupDefinition:R
     groupIdentifier:Q groupingBehavior:c identifier*Q improvementNotation:K inactive:b informationSource*R
     instantiates*u instantiatesCanonical*u instantiatesUri*u instruction:s insurer:R intent:c isDefining:b issued:N
     issuer:u jurisdiction*K key:s kind:c label:s language:K lastReviewDate:D legalStatusOfSupply:K length:z level:d
     library*u linkId:s location:R lotNumber:s managingOrganization:R manufacturer*R marketingStatus*MarketingStatus
     material*K max:s measurementPoint:s medication:I method:K min:z mode:c modifier*K molecularFormula:s name:s
     net:F network*R note*H noteNumber*p number:n onBehalfOf:R opticalActivity:K orderedBy:K organization:R
     outcome:c owner:R params:s parent:R part:s partOf*R party:R path:s patient:R patientInstruction:s patientPaid:F
     payee:R performerType:K period:C photo*J physicalCharacteristics:ProdCharacteristic population:R
     preAuthPeriod:C preAuthRef:s precheckBehavior:c preferred:b prefix:s priority:c productName:s
     productOrService:K productOrServiceEnd:K profile:u programCode*K provider:R publisher:s purpose:s quantity:P
     range:O rank:p rating*K reason*I reasonCode*K reasonReference*R recipient*R recorded:T recordedDate:T
     recorder:R reference:R regulator:R relatedArtifact*V relationship:K relationshipType:K relevantHistory*R
     renderedDosageInstruction:s replaces*R reporter:R representation:s request:R requester:R requestor:R required:b
     requiredBehavior:c requirement:L resource:u response:R responsible:R result*R revenue:K reviewer*M role:K
     route:K scope:K scoring:K searchParam:s securityLabelNumber*n selectionBehavior:c sender:R sequence:p series:s
     seriesDoses:s serviceCategory*K serviceType*I severity:c shelfLifeStorage*ProductShelfLife shortTitle:s site*I
     source*R sourceId:i specialty*K species:K specimen*R start:z status:c statusDate:T statusReason:K
     stereochemistry:K strength:G studyType:K subSite*K subType:K subject:R substance:K subtitle:s supportingInfo*R
     supportingInformation*R synthesisType:K system:u targetId:i tax:F telecom*W term:K text:s textEquivalent:s
     time:T timing*S title:s topic*K traceNumber*Q transform:u type:K typeCanonical:u typeReference:R udi*R uid:i
     unit:K unitOfMeasure:K unitOfPresentation:K unitPrice:F uri:u url:u usage:s usageInstruction:s use:c
     useContext*A validityPeriod:C value:s valueQuantity*P valueSet:u version:s virtualService*VirtualServiceDetail
     whenHandedOver:T who:R
    any
     YZHJBbcKIEMWLDTdUXiQNzlFoCpPOGRVstSnAg,Availability,Canonical,Contributor,Count,Distance,Dosage,
     +ExtendedContactDetail,HumanName,Markdown,Meta,ParameterDefinition,RatioRange,SampledData,
     +Signature,TriggerDefinition,Uri,Url
    Account/d balance*. billingStatus:K calculatedAt:N coverage*. currency:K description diagnosis*. guarantor*.
     identifier name owner partOf:R procedure*. relatedAccount*. servicePeriod:C status subject*R type
    .Balance aggregate:K amount estimate:b term
    .Coverage coverage priority:p
    .Diagnosis condition:I dateOfDiagnosis:T onAdmission:b packageCode*K sequence type*K
    .Guarantor onHold:b party period
    .Procedure code:I dateOfService:T device*R packageCode*K sequence type*K
    .RelatedAccount account:R relationship
    ActivityDefinition/d approvalDate asNeeded[bK] author bodySite*K code contact copyright copyrightLabel date
     description doNotPerform dosage dynamicValue*. editor effectivePeriod endorser experimental identifier intent
     jurisdiction kind lastReviewDate library location:I@c location@ab name observationRequirement*R@ab
     observationRequirement*u@c observationResultRequirement*R@ab observationResultRequirement*u@c participant*.
     priority product[KR] profile publisher purpose quantity relatedArtifact reviewer specimenRequirement*R@ab
     specimenRequirement*u@c status subject[KR,Canonical] subtitle timing[ZTUCOS] title topic transform url usage
     useContext version versionAlgorithm[Es]
    .DynamicValue expression:X path
    .Participant function role type:c typeCanonical typeReference
    ActorDefinition/d capabilities:u contact copyright copyrightLabel date derivedFrom*u description documentation
     experimental identifier jurisdiction name publisher purpose reference*u status title type:c url useContext
     version versionAlgorithm[Es]
    Address city:s country:s district:s line*s period postalCode:s state:s text type:c use
    AdministrableProductDefinition/d administrableDoseForm:K description device formOf*R identifier ingredient*K
     producedFrom*R property*. routeOfAdministration*. status unitOfPresentation
    .Property status:K type value[JbKDPR,Markdown]
    .RouteOfAdministration code firstDose:P maxDosePerDay:P maxDosePerTreatmentPeriod:G maxSingleDose:P
     maxTreatmentPeriod:U targetSpecies*.
    .RouteOfAdministrationTargetSpecies code withdrawalPeriod*.
    .RouteOfAdministrationTargetSpeciesWithdrawalPeriod supportingInformation:s tissue:K value:P
    AdverseEvent/d actuality:c category code contributingFactor*. contributor*R date detected:T encounter event:K
     expectedInResearchStudy:b identifier:Q@ab identifier@c location mitigatingAction*. note occurrence[TCS]
     outcome*K@c outcome:K@ab participant*. preventiveAction*. recordedDate recorder referenceDocument*R
     resultingCondition*R resultingEffect*R seriousness:K severity:K status study*R subject subjectMedicalHistory*R
     supportingInfo*. suspectEntity*.
    .ContributingFactor item[KR]
    .MitigatingAction item[KR]
    .Participant actor function
    .PreventiveAction item[KR]
    .SupportingInfo item[KR]
    .SuspectEntity causality*.@ab causality:.@c instance:R instance[KR]
    .SuspectEntityCausality assessment:K assessmentMethod:K author:R entityRelatedness:K method productRelatedness:s
    Age/q
    AllergyIntolerance/d asserter category*c clinicalStatus:K code criticality:c encounter identifier
     lastOccurrence:T note onset[ZTCOs] participant*. patient reaction*. recordedDate recorder type:c@ab type@c
     verificationStatus:K
    .Participant actor function
    .Reaction description exposureRoute:K manifestation*I@c manifestation*K@ab note onset:T severity substance
    Annotation author[Rs] text time
    Appointment/d account appointmentType:K basedOn cancelationReason:K cancellationDate:T cancellationReason:K
     class*K comment created description end:N identifier minutesDuration:p note occurrenceChanged:b
     originatingAppointment:R participant*. patientInstruction*I@c patientInstruction@ab previousAppointment:R
     priority:K@c priority:n@ab reason reasonCode reasonReference recurrenceId:p recurrenceTemplate*. replaces
     requestedPeriod*C serviceCategory serviceType*K@ab serviceType@c slot*R specialty start:N status subject
     supportingInformation virtualService
    .Participant actor period required:c@ab required@c status type*K
    .RecurrenceTemplate excludingDate*D excludingRecurrenceId*p lastOccurrenceDate:D monthlyTemplate:.
     occurrenceCount:p occurrenceDate*D recurrenceType:K timezone:K weeklyTemplate:. yearlyTemplate:.
    .RecurrenceTemplateMonthlyTemplate dayOfMonth:p dayOfWeek:E monthInterval:p nthWeekOfMonth:E
    .RecurrenceTemplateWeeklyTemplate friday:b monday:b saturday:b sunday:b thursday:b tuesday:b wednesday:b
     weekInterval:p
    .RecurrenceTemplateYearlyTemplate yearInterval:p
    AppointmentResponse/d actor appointment:R comment end:N identifier occurrenceDate:D participantStatus:c
     participantType*K proposedNewTime:b recurrenceId:p recurring:b start:N
    ArtifactAssessment/d approvalDate artifact[R,Canonical,Uri] citeAs[R,Markdown] content*. copyright date
     disposition:c identifier lastReviewDate title workflowStatus:c
    .Content author:R classifier component*.Content freeToShare:b informationType:c path*u quantity relatedArtifact
     summary:s type
    Attachment contentType creation:T data duration frames:p hash:B height:p language:c pages:p size:l@c size:n@ab
     title url width:p
    AuditEvent/d action:c agent*. authorization*K basedOn category code encounter entity*. occurred[TC] outcome:.@c
     outcome@ab outcomeDesc:s patient period purposeOfEvent*K recorded:N severity source:. subtype*E type:E
    .Agent altId:s authorization*K location media:E name network:. network[Rs,Uri] policy*u purposeOfUse*K
     requestor:b role*K type who
    .AgentNetwork address:s type:c
    .Entity agent*.Agent description detail*. lifecycle:E name query:B role:E@ab role@c securityLabel*E@ab
     securityLabel*K@c type:E what:R
    .EntityDetail type:s@ab type@c value[BbKTzCPOGst]
    .Outcome code:E detail*K
    .Source observer:R site:R@c site:s@ab type*E@ab type*K@c
    Availability availableTime*. notAvailableTime*.
    AvailabilityAvailableTime allDay availableEndTime availableStartTime daysOfWeek
    AvailabilityNotAvailableTime description during
    BackboneElement modifierExtension*Extension
    Basic/d author:R code created:D@ab created@c identifier subject
    Binary/r contentType data securityContext:R
    BiologicallyDerivedProduct/d biologicalSourceEvent collection:. division:s expirationDate identifier
     manipulation:. parent*R processing*. processingFacility*R productCategory:E@c productCategory:c@ab
     productCode:K productStatus:E property*. quantity:z request*R status storage*. storageTempRequirements:O
    .Collection collected[TC] collector:R source:R
    .Manipulation description time[TC]
    .Processing additive:R description procedure:K time[TC]
    .Property type value[JbKzCPOGs]
    .Storage description duration:C scale:c temperature:d
    BiologicallyDerivedProductDispense/d basedOn destination identifier location matchStatus:K note
     originRelationshipType:K partOf patient performer*. preparedDate:T product:R quantity status usageInstruction
     whenHandedOver
    .Performer actor function
    BodyStructure/d active description excludedStructure*.IncludedStructure identifier image*J includedStructure*.
     location:K locationQualifier*K morphology:K patient
    .IncludedStructure bodyLandmarkOrientation*. laterality:K qualifier*K spatialReference*R structure:K
    .IncludedStructureBodyLandmarkOrientation clockFacePosition*K distanceFromLandmark*. landmarkDescription*K
     surfaceOrientation*K
    .IncludedStructureBodyLandmarkOrientationDistanceFromLandmark device*I value*P
    Bundle/r entry*. identifier:Q issues:Resource link*. signature:Signature timestamp:N total:n type:c
    .Entry fullUrl:u link*.Link request:. resource:Resource response:. search:.
    .EntryRequest ifMatch:s ifModifiedSince:N ifNoneExist:s ifNoneMatch:s method:c url
    .EntryResponse etag:s lastModified:N location:u outcome:Resource status:s
    .EntrySearch mode score:d
    .Link relation:s url
    CanonicalResource/d contact copyright copyrightLabel date description experimental identifier jurisdiction name
     publisher purpose status title url useContext version versionAlgorithm[Es]
    CapabilityStatement/d acceptLanguage*c contact copyright copyrightLabel date description document*. experimental
     fhirVersion:c format*c identifier implementation:. implementationGuide*u imports*u instantiates jurisdiction
     kind messaging*. name patchFormat*c publisher purpose rest*. software:. status title url useContext version
     versionAlgorithm[Es]
    .Document documentation mode profile
    .Implementation custodian description url
    .Messaging documentation endpoint*. reliableCache:n supportedMessage*.
    .MessagingEndpoint address:u protocol:E
    .MessagingSupportedMessage definition mode
    .Rest compartment*u documentation interaction*. mode operation*.RestResourceOperation resource*.
     searchParam*.RestResourceSearchParam security:.
    .RestInteraction code:c documentation
    .RestResource conditionalCreate:b conditionalDelete:c conditionalPatch:b conditionalRead:c conditionalUpdate:b
     documentation interaction*. operation*. profile readHistory:b referencePolicy*c searchInclude*s searchParam*.
     searchRevInclude*s supportedProfile*u type:c updateCreate:b versioning:c
    .RestResourceInteraction code:c documentation
    .RestResourceOperation definition documentation name
    .RestResourceSearchParam definition documentation name type:c
    .RestSecurity cors:b description service*K
    .Software name releaseDate:T version
    CarePlan/d activity*. addresses*I@c addresses*R@ab author:R basedOn careTeam category contributor*R created
     custodian description encounter goal identifier instantiatesCanonical instantiatesUri intent note partOf period
     replaces status subject supportingInfo title
    .Activity detail:. outcomeCodeableConcept*K outcomeReference*R performedActivity*I plannedActivityReference:R
     progress*H reference
    .ActivityDetail code dailyAmount:P description doNotPerform goal instantiatesCanonical instantiatesUri kind
     location performer*R product[KR] quantity reasonCode reasonReference scheduled[CsS] status statusReason
    CareTeam/d category encounter identifier managingOrganization*R name note participant*. period reason reasonCode
     reasonReference status subject telecom
    .Participant coverage[CS] member:R onBehalfOf period role*K@ab role@c
    CatalogEntry/d additionalCharacteristic*K additionalClassification*K additionalIdentifier*Q classification
     identifier lastUpdated:T orderable:b referencedItem:R relatedEntry*. status type validTo:T validityPeriod
    .RelatedEntry item:R relationtype:c
    ChargeItem/d account bodysite*K code context costCenter:R definitionCanonical*u definitionUri*u encounter
     enteredDate:T enterer factorOverride:d identifier note occurrence[TCS] overrideReason:K@c overrideReason:s@ab
     partOf performer*. performingOrganization:R priceOverride:F product*I product[KR] quantity reason*K
     requestingOrganization:R service*I@c service*R@ab status subject supportingInformation
     totalPriceComponent:MonetaryComponent unitPriceComponent:MonetaryComponent
    .Performer actor function
    ChargeItemDefinition/d applicability*. approvalDate code contact copyright copyrightLabel date derivedFromUri
     description effectivePeriod experimental identifier instance*R jurisdiction lastReviewDate name partOf*u
     propertyGroup*. publisher purpose replaces*u status title url useContext version versionAlgorithm[Es]
    .Applicability condition:X description effectivePeriod expression language:s relatedArtifact:V
    .PropertyGroup applicability*.Applicability priceComponent*.@ab priceComponent*MonetaryComponent@c
    .PropertyGroupPriceComponent amount code factor type:c
    Citation/d approvalDate author citedArtifact:. classification*. contact copyright copyrightLabel currentState*K
     date description editor effectivePeriod endorser experimental identifier jurisdiction lastReviewDate name note
     publisher purpose relatedArtifact relatesTo*. reviewer status statusDate*. summary*. title url useContext
     version versionAlgorithm[Es]
    .CitedArtifact abstract*. classification*. contributorship:. currentState*K dateAccessed:T identifier note
     part:. publicationForm*. relatedIdentifier*Q relatesTo*. statusDate*. title*. version:. webLocation*.
    .CitedArtifactAbstract copyright language text type
    .CitedArtifactClassification artifactAssessment*R classifier type whoClassified:.
    .CitedArtifactClassificationWhoClassified classifierCopyright:s freeToShare:b organization person:R publisher:R
    .CitedArtifactContributorship complete:b entry*. summary*.
    .CitedArtifactContributorshipEntry address affiliation*R affiliationInfo*. collectiveName:s
     contributionInstance*. contributionType*K contributor:R correspondingContact:b forenameInitials:s identifier
     initials:s listOrder:p name:HumanName rankingOrder:p role telecom
    .CitedArtifactContributorshipEntryAffiliationInfo affiliation:s identifier role:s
    .CitedArtifactContributorshipEntryContributionInstance time type
    .CitedArtifactContributorshipSummary source:K style:K type value
    .CitedArtifactPart baseCitation:R type value
    .CitedArtifactPublicationForm accessionNumber:s articleDate:T citedMedium:K copyright firstPage:s issue:s
     language*K lastPage:s lastRevisionDate:T pageCount:s pageString:s periodicRelease:. publicationDateSeason:s
     publicationDateText:s publishedIn:. volume:s
    .CitedArtifactPublicationFormPeriodicRelease citedMedium:K dateOfPublication:. issue:s volume:s
    .CitedArtifactPublicationFormPeriodicReleaseDateOfPublication date:D day:s month:s season:s text year:s
    .CitedArtifactPublicationFormPublishedIn identifier publisher:R publisherLocation:s title type
    .CitedArtifactRelatesTo citation:s classifier display document:J label relationshipType resource
     resourceReference:R targetClassifier*K target[JQR,Uri] type:c
    .CitedArtifactStatusDate activity actual period
    .CitedArtifactTitle language text type*K
    .CitedArtifactVersion baseCitation:R value
    .CitedArtifactWebLocation classifier type url
    .Classification classifier type
    .RelatesTo relationshipType targetClassifier*K target[JQR,Uri]
    .StatusDate activity actual period
    .Summary style:K text
    Claim/d accident:. billablePeriod:C careTeam*. created diagnosis*. diagnosisRelatedGroup encounter*R enterer
     event*. facility fundsReserve identifier insurance*. insurer item*. originalPrescription:R patient patientPaid
     payee:. prescription:R priority:K procedure*. provider referral:R related*. status subType supportingInfo*.
     total:F traceNumber type use
    .Accident date:D location[YR] type
    .CareTeam provider qualification:K responsible:b role sequence specialty:K
    .Diagnosis diagnosis[KR] onAdmission:K packageCode:K sequence type*K
    .Event type when[TC]
    .Insurance businessArrangement claimResponse coverage focal identifier:Q preAuthRef*s sequence
    .Item bodySite*.@c bodySite@ab careTeamSequence*p category:K detail*. diagnosisSequence*p encounter*R factor
     informationSequence*p location[YKR] modifier net patientPaid procedureSequence*p productOrService
     productOrServiceEnd programCode quantity request*R revenue sequence serviced[DC] subSite tax traceNumber udi
     unitPrice
    .ItemBodySite site subSite
    .ItemDetail category:K factor modifier net patientPaid productOrService productOrServiceEnd programCode quantity
     revenue sequence subDetail*. tax traceNumber udi unitPrice
    .ItemDetailSubDetail category:K factor modifier net patientPaid productOrService productOrServiceEnd programCode
     quantity revenue sequence tax traceNumber udi unitPrice
    .Payee party type
    .Procedure date procedure[KR] sequence type*K udi
    .Related claim reference:Q relationship
    .SupportingInfo category:K code reason:K sequence timing[DC] value[JbQPRs]
    ClaimResponse/d addItem*. adjudication*.ItemAdjudication communicationRequest*R created decision
     diagnosisRelatedGroup disposition encounter*R error*. event*. form:J formCode fundsReserve identifier
     insurance*. insurer item*. outcome patient payeeType:K payment:. preAuthPeriod preAuthRef processNote*. request
     requestor status subType total*. traceNumber type use
    .AddItem adjudication*.ItemAdjudication bodySite*.@c bodySite@ab detail*. detailSequence*p factor itemSequence*p
     location[YKR] modifier net noteNumber productOrService productOrServiceEnd programCode provider*R quantity
     request*R revenue reviewOutcome:.ItemReviewOutcome serviced[DC] subSite subdetailSequence*p tax traceNumber
     unitPrice
    .AddItemBodySite site subSite
    .AddItemDetail adjudication*.ItemAdjudication factor modifier net noteNumber productOrService
     productOrServiceEnd quantity revenue reviewOutcome:.ItemReviewOutcome subDetail*. tax traceNumber unitPrice
    .AddItemDetailSubDetail adjudication*.ItemAdjudication factor modifier net noteNumber productOrService
     productOrServiceEnd quantity revenue reviewOutcome:.ItemReviewOutcome tax traceNumber unitPrice
    .Error code detailSequence:p expression*s itemSequence:p subDetailSequence:p
    .Event type when[TC]
    .Insurance businessArrangement claimResponse coverage focal sequence
    .Item adjudication*. detail*. itemSequence:p noteNumber reviewOutcome:. traceNumber
    .ItemAdjudication amount category:K quantity reason:K value:d
    .ItemDetail adjudication*.ItemAdjudication detailSequence:p noteNumber reviewOutcome:.ItemReviewOutcome
     subDetail*. traceNumber
    .ItemDetailSubDetail adjudication*.ItemAdjudication noteNumber reviewOutcome:.ItemReviewOutcome
     subDetailSequence:p traceNumber
    .ItemReviewOutcome decision preAuthPeriod preAuthRef reason*K
    .Payment adjustment:F adjustmentReason:K amount date:D identifier:Q type
    .ProcessNote language number:p text type:c@ab type@c
    .Total amount category:K
    ClinicalImpression/d assessor:R changePattern:K code date description effective[TC] encounter finding*.
     identifier investigation*. note performer:R previous:R problem*R prognosisCodeableConcept*K
     prognosisReference*R protocol*u status statusReason subject summary:s supportingInfo
    .Finding basis:s item:I itemCodeableConcept:K itemReference:R
    .Investigation code item*R
    ClinicalUseDefinition/d category contraindication:. identifier indication:. interaction:. library population*R
     status:K subject*R type:c undesirableEffect:. warning:.
    .Contraindication applicability:X comorbidity*I diseaseStatus:I diseaseSymptomProcedure:I indication*R
     otherTherapy*.
    .ContraindicationOtherTherapy relationshipType therapy:I treatment:I
    .Indication applicability:X comorbidity*I diseaseStatus:I diseaseSymptomProcedure:I duration[Os]
     intendedEffect:I otherTherapy*.ContraindicationOtherTherapy undesirableEffect*R
    .Interaction effect:I incidence:K interactant*. management*K type
    .InteractionInteractant item[KR]
    .UndesirableEffect classification:K frequencyOfOccurrence:K symptomConditionEffect:I
    .Warning code description
    CodeSystem/d approvalDate author caseSensitive:b compositional:b concept*. contact content copyright
     copyrightLabel count:n date description editor effectivePeriod endorser experimental filter*.
     hierarchyMeaning:c identifier jurisdiction lastReviewDate name property*. publisher purpose relatedArtifact
     reviewer status supplements:u title topic url useContext valueSet version versionAlgorithm[Es] versionNeeded:b
    .Concept code:c concept*.Concept definition:s designation*. display property*.
    .ConceptDesignation additionalUse*E language:c use:E value
    .ConceptProperty code:c value[bcETdzs]
    .Filter code:c description operator*c value
    .Property code:c description type:c uri
    CodeableConcept coding*E text
    CodeableReference concept:K reference
    Coding code:c display system userSelected:b version
    Communication/d about*R basedOn category encounter identifier inResponseTo*R instantiatesCanonical
     instantiatesUri medium*K note partOf payload*. priority reason reasonCode reasonReference received:T recipient
     sender sent:T status statusReason subject topic:K
    .Payload content[JKRs]
    CommunicationRequest/d about*R authoredOn basedOn category doNotPerform encounter groupIdentifier identifier
     informationProvider*R intent medium*K note occurrence[TC] payload*. priority reason reasonCode reasonReference
     recipient replaces requester sender status statusReason subject
    .Payload content[JKRs]
    CompartmentDefinition/d code:c contact date description experimental name publisher purpose resource*. search:b
     status title url useContext version versionAlgorithm[Es]
    .Resource code:c documentation endParam:u param*s startParam:u
    Composition/d attester*. author*R category confidentiality:c custodian date encounter event*. identifier:Q@ab
     identifier@c name note relatesTo*.@ab relatesTo*V@c section*. status subject*R@c subject@ab title type url
     useContext version
    .Attester mode:K@c mode@ab party time
    .Event code*K detail*I@c detail*R@ab period
    .RelatesTo code:c target[QR]
    .Section author*R code emptyReason entry*R focus:R mode orderedBy section*.Section text:Narrative title
    ConceptMap/d additionalAttribute*. approvalDate author contact copyright copyrightLabel date description editor
     effectivePeriod endorser experimental group*. identifier:Q@ab identifier@c jurisdiction lastReviewDate name
     property*. publisher purpose relatedArtifact reviewer sourceScope[,Canonical,Uri] source[,Canonical,Uri] status
     targetScope[,Canonical,Uri] target[,Canonical,Uri] title topic url useContext version versionAlgorithm[Es]
    .AdditionalAttribute code:c description type:c uri
    .Group element*. source:u sourceVersion:s target:u targetVersion:s unmapped:.
    .GroupElement code:c display noMap:b target*. valueSet
    .GroupElementTarget code:c comment dependsOn*. display equivalence:c product*.GroupElementTargetDependsOn
     property*. relationship:c valueSet
    .GroupElementTargetDependsOn attribute:c display property:u system value valueSet value[bcEPs]
    .GroupElementTargetProperty code:c value[bcETdzs]
    .GroupUnmapped code:c display mode otherMap:u relationship:c url valueSet
    .Property code:c description system type:c uri
    Condition/d abatement[ZTCOs] asserter bodySite*K category clinicalStatus:K code encounter evidence*.@ab
     evidence*I@c identifier note onset[ZTCOs] participant*. recordedDate recorder severity:K stage*. subject
     verificationStatus:K
    .Evidence code*K detail*R
    .Participant actor function
    .Stage assessment*R summary:K type
    ConditionDefinition/d bodySite code contact date definition*u description experimental hasBodySite:b
     hasSeverity:b hasStage:b identifier jurisdiction medication*. name observation*. plan*. precondition*.
     publisher questionnaire*. severity:K stage:K status subtitle team*R title url useContext version
     versionAlgorithm[Es]
    .Medication category:K code
    .Observation category:K code
    .Plan reference role
    .Precondition code type:c value[KP]
    .Questionnaire purpose:c reference
    Consent/d category controller*R date:D dateTime:T decision:c grantee*R grantor*R identifier manager*R
     organization*R patient performer*R period policy*. policyBasis:. policyRule:K policyText*R provision*.@c
     provision:.@ab regulatoryBasis*K scope sourceAttachment*J@c sourceAttachment:J@ab sourceReference*R@c
     sourceReference:R@ab status subject verification*.
    .Policy authority:u uri
    .PolicyBasis reference url
    .Provision action*K actor*. class*E code*K data*. dataPeriod:C documentType*E expression:X period
     provision*.Provision purpose*E resourceType*E securityLabel*E type:c
    .ProvisionActor reference role
    .ProvisionData meaning:c reference
    .Verification verificationDate*T@c verificationDate:T@ab verificationType:K verified:b verifiedBy:R
     verifiedWith:R
    ContactDetail name telecom
    ContactPoint period rank system:c use value
    Contract/d alias applies:C author:R authority*R contentDefinition:. contentDerivative:K domain*R
     expirationType:K friendly*. identifier instantiatesCanonical:R instantiatesUri:u issued:T legal*. legalState:K
     legallyBinding[JR] name relevantHistory rule*. scope signer*. site*R status subType*K subject*R subtitle
     supportingInfo term*. title topic[KR] type url version
    .ContentDefinition copyright publicationDate:T publicationStatus:c publisher:R subType type
    """
}
