/// The records of an input that a stage looks at, where it does not look at all of them: for example those at the
/// positions of scoring files.
///
/// The engine carries it from the stages of a segment to their reader and understands nothing of it. A reader that
/// can find such records without reading the others may leave the others unread; it accounts for them all the same.
package protocol WantedRecords: Sendable {}
