package import JSONText
package import PipelineModel

/// The JSON Schema (2020-12) of definitions, made from the same declarations as the compiler's checks.
package struct PipelineSchema {
  private let registry: StageRegistry

  /// A schema for the kinds of a registry.
  package init(registry: StageRegistry) {
    self.registry = registry
  }

  /// The schema of a whole definition.
  package var document: JSONNode {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "PCMFlow pipeline",
      "type": "object",
      "required": ["pipeline", "stages"],
      "properties": [
        "$schema": ["type": "string"],
        "pipeline": ["type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]*$"],
        "description": ["type": "string"],
        "parameters": ["type": "object", "additionalProperties": ["$ref": "#/$defs/parameter"]],
        "secrets": ["type": "object", "additionalProperties": ["$ref": "#/$defs/secret"]],
        "resources": [
          "type": "object",
          "patternProperties": own,
          "additionalProperties": ["type": "integer", "minimum": 1, "maximum": 1_000_000],
        ],
        "defaults": [
          "type": "object",
          "properties": [
            "timeout": duration, "retry": ["$ref": "#/$defs/retry"], "memory": size,
          ],
          "patternProperties": own, "additionalProperties": false,
        ],
        "stages": [
          "type": "object", "minProperties": 1,
          "additionalProperties": ["$ref": "#/$defs/stage"],
        ],
        "publish": ["type": "object", "additionalProperties": ["$ref": "#/$defs/publish"]],
        "on": [
          "type": "object",
          "properties": [
            "failed": ["$ref": "#/$defs/notifications"],
            "succeeded": ["$ref": "#/$defs/notifications"],
          ],
          "additionalProperties": false,
        ],
        "slurm": Self.object(SlurmSettings.all),
      ],
      "patternProperties": own,
      "additionalProperties": false,
      "$defs": definitions,
    ]
  }

  /// Keys that begin with `x-` are the author's own.
  private var own: JSONNode { ["^x-": true] }

  private var size: JSONNode { SettingType<Int>.size.schema }

  private var duration: JSONNode { SettingType<Double>.duration.schema }

  private var definitions: JSONNode {
    [
      "parameter": [
        "type": "object", "required": ["type"],
        "properties": [
          "type": [
            "enum": .list(ParameterDefinition.ValueType.allCases.map { .text($0.rawValue) })
          ],
          "default": ["type": ["string", "number", "boolean"]],
          "enum": ["type": "array", "items": ["type": "string"]],
          "description": ["type": "string"],
        ],
        "patternProperties": own, "additionalProperties": false,
      ],
      "secret": [
        "type": "object", "required": ["env"],
        "properties": ["env": ["type": "string"], "description": ["type": "string"]],
        "patternProperties": own, "additionalProperties": false,
      ],
      "retry": [
        "type": "object",
        "properties": [
          "attempts": ["type": "integer", "minimum": 1, "maximum": 100],
          "backoff": [
            "type": "string", "pattern": "^[0-9.]+(ms|s|m|h|d)\\.\\.[0-9.]+(ms|s|m|h|d)$",
          ],
          "on": [
            "anyOf": [
              ["$ref": "#/$defs/failure"],
              ["type": "array", "items": ["$ref": "#/$defs/failure"]],
            ]
          ],
        ],
        "patternProperties": own, "additionalProperties": false,
      ],
      "failure": ["enum": ["io", "timeout", "outOfMemory"]],
      "edge": [
        "anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]]
      ],
      "publish": [
        "anyOf": [
          ["type": "string"],
          [
            "type": "object", "required": ["from"],
            "properties": [
              "from": ["type": "string"],
              "privacy": ["enum": .list(Privacy.allCases.map { .text($0.rawValue) })],
            ],
            "patternProperties": own, "additionalProperties": false,
          ],
        ]
      ],
      "notification": [
        "anyOf": [
          Self.notification("notify.command", required: "argv", command),
          Self.notification("notify.webhook", required: "url", webhook),
        ]
      ],
      "notifications": [
        "anyOf": [
          ["$ref": "#/$defs/notification"],
          ["type": "array", "items": ["$ref": "#/$defs/notification"]],
        ]
      ],
      "stage": stage,
    ]
  }

  private var command: JSONNode {
    [
      "argv": ["type": "array", "items": ["type": "string"], "minItems": 1], "timeout": duration,
    ]
  }

  private var webhook: JSONNode {
    let secret = SettingType<String>.secret.schema
    return [
      "url": ["anyOf": [["type": "string", "pattern": "^https?://"], secret]], "token": secret,
      "timeout": duration,
    ]
  }

  private static func notification(
    _ kind: String, required: JSONNode, _ settings: JSONNode
  ) -> JSONNode {
    [
      "type": "object", "required": ["use", "with"],
      "properties": [
        "use": ["const": .text(kind)],
        "with": [
          "type": "object", "required": [required], "properties": settings,
          "additionalProperties": false,
        ],
      ],
      "additionalProperties": false,
    ]
  }

  private var stage: JSONNode {
    [
      "type": "object", "required": ["use"],
      "properties": [
        "use": ["enum": .list(registry.types.map { .text($0.kind.name) })],
        "from": [
          "anyOf": [
            ["type": "string"],
            ["type": "object", "additionalProperties": ["$ref": "#/$defs/edge"]],
          ]
        ],
        "with": ["type": "object"],
        "contracts": ["type": "object", "additionalProperties": PortContract.schema],
        "description": ["type": "string"],
        "timeout": duration,
        "retry": ["$ref": "#/$defs/retry"],
        "memory": size,
        "resources": ["$ref": "#/$defs/edge"],
      ],
      "patternProperties": own,
      "additionalProperties": false,
      "allOf": .list(registry.types.map { Self.choice($0.kind) }),
    ]
  }

  /// What a stage of one kind must look like.
  private static func choice(_ kind: StageKind) -> JSONNode {
    let required = kind.settings.filter(\.isRequired).map { JSONNode.text($0.name) }
    var then: [(String, JSONNode)] = [("properties", ["with": settings(kind)])]
    if !required.isEmpty { then.append(("required", ["with"])) }
    return [
      "if": ["properties": ["use": ["const": .text(kind.name)]]],
      "then": .object(then),
    ]
  }

  private static func settings(_ kind: StageKind) -> JSONNode { object(kind.settings) }

  private static func object(_ settings: [any SettingDeclaration]) -> JSONNode {
    let required = settings.filter(\.isRequired).map { JSONNode.text($0.name) }
    let properties = settings.map { setting in
      (setting.name, described(setting))
    }
    return .object([
      ("type", "object"),
      ("properties", .object(properties)),
      ("required", .list(required)),
      ("patternProperties", ["^x-": true]),
      ("additionalProperties", false),
    ])
  }

  /// A setting's schema; a parameter may stand for any value.
  private static func described(_ setting: any SettingDeclaration) -> JSONNode {
    [
      "description": .text(setting.summary),
      "anyOf": [setting.schema, ["type": "string", "pattern": "\\$\\{[^}]+\\}"]],
    ]
  }
}
