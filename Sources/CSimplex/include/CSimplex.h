#ifndef PCMFLOW_SIMPLEX_H
#define PCMFLOW_SIMPLEX_H

// Linear programmes by COIN-OR's Clp, opened at the first one: a run that solves none need not load it. All programmes are minimised. Arrays are read or written for the counts given; nothing is kept.

/// Opens Clp; to be called before every other function here. Gives null, or a text that says why it
/// cannot be used. May be called from several threads.
const char *_Nullable pcmflow_simplex_open(void);

typedef struct pcmflow_programme pcmflow_programme;

/// A programme with columns and no rows; null where memory is out.
pcmflow_programme *_Nullable pcmflow_programme_new(
    int columns, const double *_Nonnull lower, const double *_Nonnull upper, const double *_Nonnull cost);
void pcmflow_programme_free(pcmflow_programme *_Nonnull programme);
/// Adds rows; `starts` has one more element than there are rows.
void pcmflow_programme_add_rows(
    pcmflow_programme *_Nonnull programme, int rows, const double *_Nonnull lower, const double *_Nonnull upper,
    const int *_Nonnull starts, const int *_Nonnull columns, const double *_Nonnull factors);
/// Removes rows; later ones move up.
void pcmflow_programme_remove_rows(
    pcmflow_programme *_Nonnull programme, int rows, const int *_Nonnull which);
void pcmflow_programme_set_bounds(
    pcmflow_programme *_Nonnull programme, const double *_Nonnull lower, const double *_Nonnull upper);
void pcmflow_programme_set_costs(pcmflow_programme *_Nonnull programme, const double *_Nonnull cost);
/// Solves from where the last solution stands, by the dual (1) or the primal (0) simplex method; gives 0 for an optimum,
/// 1 where nothing is feasible, anything else where there is no bound or no end.
int pcmflow_programme_solve(pcmflow_programme *_Nonnull programme, int dual);
/// The steps that the last solution took.
int pcmflow_programme_iterations(pcmflow_programme *_Nonnull programme);
double pcmflow_programme_objective(pcmflow_programme *_Nonnull programme);
/// Writes the values of the columns in the last solution, or their reduced costs.
void pcmflow_programme_read_values(pcmflow_programme *_Nonnull programme, int columns, double *_Nonnull values);
void pcmflow_programme_read_reduced_costs(pcmflow_programme *_Nonnull programme, int columns, double *_Nonnull costs);

#endif
