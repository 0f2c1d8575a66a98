/// Why each file of the specification's `failed` folders is refused.
///
/// A row names the minor versions whose folders have the file, the file without `failed_`, then
/// rule, line, field (`-` for none) and, where one rule covers many reasons, words of the message.
/// Files whose own metadata line says "… Type is not …" or "… Number is not …" are held to that line and
/// stand here only where an earlier rule of their version catches the same line.
enum ConformanceExpectations {
  struct Row {
    let rule: String
    let line: Int
    let field: String
    let words: String
  }

  /// The expectation of a file; nil when the table has none.
  static func row(version: String, name: String) -> Row? { rows[version + "/" + name] }

  static var count: Int { rows.count }

  private static let rows: [String: Row] = {
    var rows: [String: Row] = [:]
    for line in table.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 5).map(String.init)
      let row = Row(
        rule: parts[2], line: Int(parts[3]) ?? 0, field: parts[4] == "-" ? "" : parts[4],
        words: parts.count > 5 ? parts[5] : "")
      for minor in parts[0] { rows["4.\(minor)/\(parts[1])"] = row }
    }
    return rows
  }()

  private static let table = """
    123 body_alt_000 alt 4 ALT
    123 body_alt_001 alt 4 ALT
    123 body_alt_002 alt 4 ALT
    123 body_alt_003 alt 4 ALT
    123 body_alt_005 alt 4 ALT
    123 body_chrom_000 chrom 4 CHROM
    123 body_chrom_001 chrom 4 CHROM
    123 body_chrom_002 chrom 4 CHROM
    123 body_chrom_003 chrom 4 CHROM
    123 body_contiguous_000 order 9 CHROM
    123 body_contiguous_001 order 9 CHROM
    123 body_duplicated_000 duplicate 5 ALT
    123 body_duplicated_001 duplicate 6 ALT
    123 body_duplicated_002 duplicate 5 ALT
    123 body_duplicated_003 duplicate 5 ALT
    123 body_filter_000 filter 4 FILTER
    123 body_filter_001 filter 4 FILTER
    123 body_filter_002 filter 4 FILTER
    123 body_filter_003 filter 4 FILTER
    123 body_filter_004 filter 4 FILTER
    123 body_format_000 format 4 FORMAT
    123 body_format_001 format 4 FORMAT
    123 body_format_002 format 4 FORMAT
    123 body_format_003 format 4 FORMAT
    12 body_format_004 format 4 FORMAT/GT
    123 body_id_000 id 4 ID
    123 body_id_001 id 4 ID
    123 body_id_002 id 4 ID
    123 body_info_000 number 4 INFO/AA
    123 body_info_001 info 4 INFO/AC
    123 body_info_002 type 4 INFO/AC
    123 body_info_003 type 4 INFO/AC
    123 body_info_004 info 4 INFO/AF
    123 body_info_005 type 4 INFO/AF
    123 body_info_006 info 4 INFO/AN
    123 body_info_007 type 4 INFO/AN
    123 body_info_008 type 4 INFO/AN
    123 body_info_009 type 4 INFO/BQ
    123 body_info_010 info 4 INFO/CIGAR
    123 body_info_011 info 4 INFO/CIGAR
    123 body_info_012 number 4 INFO/DB
    123 body_info_013 info 4 INFO/DP
    123 body_info_014 type 4 INFO/DP
    123 body_info_015 type 4 INFO/DP
    123 body_info_016 info 4 INFO/END
    123 body_info_017 type 4 INFO/END
    123 body_info_018 type 4 INFO/END
    123 body_info_019 number 4 INFO/H2
    123 body_info_020 number 4 INFO/H3
    123 body_info_021 info 4 INFO/MQ0
    123 body_info_022 type 4 INFO/MQ0
    123 body_info_023 info 4 INFO/NS
    123 body_info_024 type 4 INFO/NS
    123 body_info_025 number 4 INFO/SOMATIC
    123 body_info_026 number 4 INFO/VALIDATED
    123 body_info_027 number 4 INFO/1000G
    123 body_info_028 info 4 INFO
    123 body_info_029 number 5 INFO/MY
    123 body_info_030 number 5 INFO/MY
    123 body_info_031 number 5 INFO/MY
    1 body_info_033 type 5 INFO/MY
    1 body_info_034 type 5 INFO/MY
    1 body_info_035 type 5 INFO/MY
    123 body_info_036 info 5 INFO/AC
    123 body_pos_000 pos 4 POS
    123 body_pos_001 pos 4 POS
    123 body_pos_002 pos 4 POS
    123 body_qual_000 qual 4 QUAL
    123 body_qual_001 qual 4 QUAL
    123 body_ref_000 ref 4 REF
    123 body_ref_001 ref 4 REF
    123 body_ref_002 ref 4 REF
    123 body_sample_000 format 4 FORMAT/GT
    123 body_sample_001 format 4 FORMAT/GT
    123 body_sample_002 format 4 FORMAT/GT
    123 body_sample_003 format 4 FORMAT
    123 body_sample_004 number 5 FORMAT/DS
    123 body_sample_005 number 5 FORMAT/AL
    123 body_sample_006 number 5 FORMAT/AL
    123 body_sample_007 type 5 FORMAT/DS
    123 body_sample_008 type 5 FORMAT/DS
    123 body_sample_009 type 5 FORMAT/DS
    123 body_sample_011 duplicate-sample 3 #CHROM
    123 body_samples_ploidy_000 number 4 FORMAT/PL
    123 body_samples_ploidy_001 number 4 FORMAT/PL
    123 body_samples_ploidy_002 number 4 FORMAT/PL
    123 body_samples_ploidy_003 number 4 FORMAT/PL
    123 body_unsorted_000 order 8 POS
    123 fileformat_000 header 1 fileformat this version of VCF is not
    123 fileformat_001 header 1 fileformat this version of VCF is not
    123 header_000 header 2 #CHROM the column line must begin with
    123 header_001 header 2 FORMAT there is a FORMAT column but no
    123 meta_000 header 3 ## a meta line has the form
    123 meta_001 header 3 ALT a quote within a quoted value must
    123 meta_002 header 3 ALT the line begins a structured value
    123 meta_003 header 3 INFO the value must hold key=value pairs
    123 meta_004 header 3 #CHROM the header has no #CHROM line
    123 meta_005 header 3 #CHROM the header has no #CHROM line
    123 meta_006 header 3 ALT the quote before the value is not
    123 meta_007 header 3 FORMAT the quote before the value is not
    123 meta_008 header 3 INFO the quote before the value is not
    123 meta_009 header 3 reference a meta line has the form
    12 meta_alt_000 header 3 ALT the ID must begin with DEL, INS,
    123 meta_alt_001 header 3 ALT Number must be a number from 0, A,
    123 meta_alt_002 header 3 ALT Type must be a type of the
    123 meta_alt_003 header 3 ALT the value of Description must stand
    123 meta_alt_004 header 3 ALT the order of the keys must be ID,
    123 meta_alt_005 header 3 ALT the ID must begin with DEL, INS,
    123 meta_alt_006 header 3 ALT the ID may not hold whitespace, ','
    123 meta_alt_007 header 3 ALT between commas stands key=value; a
    123 meta_alt_008 header 3 ALT the ID may not hold whitespace, ','
    123 meta_alt_009 header 3 ALT the ID may not hold whitespace, ','
    123 meta_assembly_000 header 3 assembly a meta line has the form
    123 meta_assembly_001 header 3 assembly a URL was expected, such as
    123 meta_contig_000 header 3 contig a contig needs an ID
    123 meta_contig_001 header 3 contig the ID may not hold whitespace or
    123 meta_contig_002 header 3 contig between commas stands key=value; a
    123 meta_format_000 header 3 FORMAT Number must be a number from 0, A,
    123 meta_format_001 header 3 FORMAT Type must be Integer, Float,
    123 meta_format_002 header 3 FORMAT the value of Description must stand
    123 meta_format_003 header 3 FORMAT the order of the keys must be ID,
    1 meta_format_004 header 3 FORMAT Number must be a number from 0, A,
    1 meta_format_029 header 3 FORMAT Type must be Integer, Float,
    123 meta_info_000 header 3 INFO Number must be a number from 0, A,
    123 meta_info_001 header 3 INFO Type must be Integer, Float, Flag,
    123 meta_info_002 header 3 INFO the value of Description must stand
    123 meta_info_003 header 3 INFO the order of the keys must be ID,
    1 meta_info_004 header 3 INFO Number must be a number from 0, A,
    1 meta_info_014 header 3 INFO Number must be a number from 0, A,
    123 meta_pedigree_000 header 3 PEDIGREE the name of a genome may hold
    123 meta_pedigree_001 header 3 PEDIGREE the name of a genome may hold
    123 meta_pedigreedb_000 header 3 pedigreeDB a meta line has the form
    123 meta_pedigreedb_001 header 3 pedigreeDB a URL was expected, such as
    123 meta_pedigreedb_002 header 3 pedigreeDB a URL was expected, such as
    12 meta_sample_000 header 3 SAMPLE a sample needs ID, Genomes, Mixture
    12 meta_sample_001 header 3 SAMPLE Description, and nothing else, must
    2 body_info_033 number 5 INFO/MY
    23 body_sample_010 number 5 FORMAT/AL
    2 meta_format_028 header 3 FORMAT Type must be Integer, Float,
    3 body_chrom_004 chrom 4 CHROM
    3 body_filter_005 filter 4 FILTER
    3 body_format_004 format 4 FORMAT
    3 body_format_005 format 4 FORMAT
    3 body_format_006 format 4 FORMAT/GT
    3 body_format_007 format 8 FORMAT
    3 body_id_003 id 4 ID
    3 body_info_033 info 4 INFO
    3 body_info_integer_overflow type 5 INFO/INT
    3 body_info_integer_reserved type 5 INFO/INT
    3 body_info_integer_underflow type 5 INFO/INT
    3 body_no_newline_000 newline 4 -
    3 body_no_newline_001 newline 4 -
    3 body_no_newline_002 newline 4 -
    3 body_no_newline_003 newline 3 #CHROM
    3 body_no_newline_004 newline 3 #CHROM
    3 empty header 1 fileformat the first line must be
    3 empty_sample file 0 -
    3 meta_contig_003 header 3 contig the ID may not hold whitespace or
    3 meta_meta_000 header 3 META Number must be '.' or a number of
    3 meta_meta_001 header 3 META Type must be String
    3 meta_meta_002 header 3 META Values must be a list in square
    3 meta_meta_003 header 3 META the order of the keys must be ID,
    3 meta_pedigree_002 header 3 PEDIGREE between commas stands key=value; a
    3 meta_pedigree_003 header 3 PEDIGREE the line must begin with ID
    3 meta_sample_000 header 3 SAMPLE a sample needs an ID
    3 meta_sample_001 header 3 SAMPLE the ID may hold neither whitespace
    3 meta_sample_002 header 3 SAMPLE between commas stands key=value; a
    3 meta_sample_003 header 3 SAMPLE the ID may hold neither whitespace
    """
}
