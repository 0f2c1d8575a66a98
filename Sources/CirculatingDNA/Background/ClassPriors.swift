/// The priors of a background by class, for sites that no normal was counted at.
package struct ClassPriors: Sendable {
  private var priors: [ErrorClass: ErrorPrior] = [:]
  private var highest: [ErrorClass: ErrorPrior] = [:]

  /// No prior.
  package init() {}

  /// Notes the prior of a class.
  package mutating func add(_ prior: ErrorPrior, for errorClass: ErrorClass) {
    priors[errorClass] = prior
    let wider = errorClass.withoutContext
    if (highest[wider]?.mean ?? -1) < prior.mean { highest[wider] = prior }
  }

  /// The prior of a change: that of its class; where the bases beside it are not known, that of the class with the most
  /// errors among those it may belong to; that of all changes where there is one class only.
  package func prior(of errorClass: ErrorClass) -> ErrorPrior? {
    priors[errorClass] ?? highest[errorClass.withoutContext] ?? priors[.all]
  }
}
