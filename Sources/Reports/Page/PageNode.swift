import Mustache

/// An object of the page as Mustache asks for its members.
///
/// Of a view Mustache would make a mirror, and ask the runtime for each type of view, and each type of array of views,
/// whether it is one of its protocols: questions that take longer than the page. All views therefore become this one type.
struct PageNode: MustacheParent {
  private let members: [String: Any]

  init(_ members: [String: Any]) { self.members = members }

  func child(named name: String) -> Any? { members[name] }
}

extension PageView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "pipeline": pipeline, "pipelineDescription": pipelineDescription, "runID": runID,
      "statusWords": statusWords, "statusClass": statusClass, "verdict": verdict,
      "facts": facts.map(\.node), "errors": errors.map(\.node), "errorHeading": errorHeading,
      "warnings": warnings, "publishedSection": publishedSection.node,
      "quarantineSection": quarantineSection.map(\.node),
      "contractSection": contractSection.map(\.node), "accountSection": accountSection.map(\.node),
      "graph": graph.node, "connectionCount": connectionCount, "stageRows": stageRows.map(\.node),
      "timeline": timeline.node, "version": version, "style": style, "symbols": symbols,
    ])
  }
}

extension PageView.FactView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "term": term, "value": value,
    ])
  }
}

extension PageView.ErrorView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "place": place, "message": message,
    ])
  }
}

extension StageRow {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "stageName": stageName, "stageKind": stageKind, "stateClass": stateClass,
      "taskCounts": taskCounts, "flow": flow.map(\.node), "rowsOut": rowsOut.map(\.node),
    ])
  }
}

extension StageRow.FlowView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "read": read, "kept": kept, "quarantined": quarantined.node, "dropped": dropped.node,
      "quarantinedClass": quarantinedClass, "missing": missing,
    ])
  }
}

extension StageRow.TallyView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "total": total, "loneRule": loneRule, "rules": rules.map(\.node),
    ])
  }
}

extension StageRow.CountView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "countName": countName, "count": count,
    ])
  }
}

extension AccountView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "accountNote": accountNote, "fileRows": fileRows.map(\.node),
    ])
  }
}

extension AccountView.FileRow {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "file": file, "fileName": fileName, "stage": stage, "read": read, "kept": kept,
      "quarantined": quarantined.node, "dropped": dropped.node,
      "quarantinedClass": quarantinedClass, "missing": missing,
    ])
  }
}

extension ContractView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "contractNote": contractNote, "promises": promises.map(\.node),
    ])
  }
}

extension ContractView.PromiseView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "place": place, "promise": promise, "limit": limit, "found": found, "outcome": outcome,
      "outcomeClass": outcomeClass,
    ])
  }
}

extension PublishedView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "note": note, "files": files.map(\.node),
    ])
  }
}

extension PublishedView.FileView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "fileName": fileName, "producer": producer, "privacyWord": privacyWord,
      "privacyClass": privacyClass, "rows": rows, "size": size, "exactSize": exactSize,
      "digest": digest, "digestStart": digestStart,
    ])
  }
}

extension QuarantineView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "quarantineTotal": quarantineTotal, "rules": rules.map(\.node),
    ])
  }
}

extension QuarantineView.RuleView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "ruleStage": ruleStage, "rule": rule, "refused": refused,
    ])
  }
}

extension TimelineView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "timelineNote": timelineNote, "bars": bars.map(\.node), "ticks": ticks.map(\.node),
      "intervals": intervals, "isLong": isLong,
    ])
  }
}

extension TimelineView.BarView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "label": label, "why": why, "barStart": barStart, "barWidth": barWidth, "barClass": barClass,
      "span": span, "spanTitle": spanTitle, "remark": remark,
    ])
  }
}

extension TimelineView.TickView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "place": place, "tickLabel": tickLabel, "anchor": anchor,
    ])
  }
}

extension GraphView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "graphWidth": graphWidth, "graphHeight": graphHeight, "leastWidth": leastWidth,
      "graphSummary": graphSummary, "segments": segments.map(\.node),
      "connections": connections.map(\.node), "nodes": nodes.map(\.node),
    ])
  }
}

extension GraphView.SegmentView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "segmentTitle": segmentTitle, "grounds": grounds.map(\.node), "links": links,
    ])
  }
}

extension GraphView.FrameView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "x": x, "y": y, "width": width, "height": height,
    ])
  }
}

extension GraphView.ConnectionView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "from": from, "port": port, "to": to, "type": type, "privacyWord": privacyWord,
      "privacyClass": privacyClass, "curves": curves.map(\.node),
    ])
  }
}

extension GraphView.CurveView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "line": line, "head": head,
    ])
  }
}

extension GraphView.NodeView {
  /// What the template reads.
  var node: PageNode {
    PageNode([
      "frame": frame.node, "nodeName": nodeName, "nodeKind": nodeKind, "nodeState": nodeState,
      "nodeTitle": nodeTitle, "stateClass": stateClass, "textX": textX, "stateX": stateX,
      "iconX": iconX, "iconY": iconY, "nameY": nameY, "kindY": kindY, "stateY": stateY,
    ])
  }
}
