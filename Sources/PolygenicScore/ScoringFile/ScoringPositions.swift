/// Which of the two places of its rows a scoring file is read by.
package enum ScoringPositions: String, Sendable, CaseIterable {
  /// `hm_chr` and `hm_pos` where the header has `HmPOS_build` and `HmPOS_date`, for every row, also where they are
  /// empty; else `chr_name` and `chr_position`. The rule of pgsc_calc.
  case automatic = "auto"
  /// `chr_name` and `chr_position`, and the build in `genome_build`.
  case author
}
