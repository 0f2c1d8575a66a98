import PipelineModel
import PipelinePlanner

/// What a task has made: products to commit, and what became of its records.
package struct FinishedTask: Sendable {
  /// The products, whose artifacts stand in their folders.
  package var products: [FinishedProduct]
}

extension ExecutionPlan {
  /// What a task that is done has made.
  ///
  /// - Parameter makes: For each product, whether it was to be made.
  func finished(_ task: Int, making makes: [Bool], _ pipeline: CompiledPipeline) -> FinishedTask {
    FinishedTask(
      products: tasks.products(of: task).filter { makes[$0] }.map {
        finished($0, of: task, pipeline)
      })
  }

  /// A product of a task that is done.
  func finished(_ product: Int, of task: Int, _ pipeline: CompiledPipeline) -> FinishedProduct {
    let recipe = tasks.recipes[Int(tasks.productRecipe[product])]
    return FinishedProduct(
      key: tasks.productKey[product],
      stage: pipeline.stages[Int(tasks.productStage[product])].name,
      shard: label(ofShardOf: task), recipe: recipe,
      inputs: Array(ingredients(of: product, task: task).dropFirst(recipe.ingredients.count)))
  }
}
