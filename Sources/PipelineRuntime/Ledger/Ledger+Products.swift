import Foundation
import GRDB
package import PipelineModel
package import PipelinePlanner

/// A product that a task has made, ready to be committed.
package struct FinishedProduct: Sendable {
  /// Its content key.
  package let key: ContentKey
  /// The stage it was made for.
  package let stage: String
  /// The shard it was made from, empty where there is none.
  package let shard: String
  /// What it was made from, apart from the shard.
  package let recipe: Recipe
  /// The shard's files and digests.
  package let inputs: [Ingredient]

  /// A finished product.
  package init(
    key: ContentKey, stage: String, shard: String, recipe: Recipe, inputs: [Ingredient]
  ) {
    self.key = key
    self.stage = stage
    self.shard = shard
    self.recipe = recipe
    self.inputs = inputs
  }
}

extension Ledger {
  /// When a product was committed, in seconds since 1970, and by which run; nil where it was not.
  func commitment(_ key: ContentKey) throws(StageError) -> (run: String, committed: Double)? {
    let bytes = Data(key.bytes)
    let found = try read { database -> [DatabaseValue]? in
      let row = try Row.fetchOne(
        database, sql: "SELECT run, committed FROM product WHERE key = ?", arguments: [bytes])
      return row.map { [$0[0], $0[1]] }
    }
    guard let found, let run = String.fromDatabaseValue(found[0]),
      let committed = Double.fromDatabaseValue(found[1])
    else { return nil }
    return (run, committed)
  }

  /// Commits products in one transaction; when it returns, they survive a power failure.
  package func commit(_ products: [FinishedProduct], run: String) throws(StageError) {
    let now = Date.now.timeIntervalSince1970
    try write("write") { database in
      let recipe = try database.cachedStatement(
        sql: "INSERT OR IGNORE INTO recipe(key, ingredients) VALUES (?, ?)")
      let product = try database.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO product(key, stage, shard, recipe, inputs, run, committed)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """)
      var recipeKeys: [ContentKey: DatabaseValue] = [:]
      let runValue = run.databaseValue
      let nowValue = now.databaseValue
      // In the order of their keys, neighbours share the pages of the index.
      for item in products.sorted(by: { $0.key < $1.key }) {
        let recipeKey: DatabaseValue
        if let known = recipeKeys[item.recipe.key] {
          recipeKey = known
        } else {
          recipeKey = Data(item.recipe.key.bytes).databaseValue
          recipeKeys[item.recipe.key] = recipeKey
          try recipe.execute(arguments: [recipeKey, Ledger.encode(item.recipe.ingredients)])
        }
        product.setUncheckedArguments([
          Data(item.key.bytes).databaseValue, item.stage.databaseValue, item.shard.databaseValue,
          recipeKey, Ledger.encode(item.inputs).databaseValue, runValue, nowValue,
        ])
        try product.execute()
      }
    }
    remember(products.map(\.key))
  }
}
