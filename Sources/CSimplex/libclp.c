#include "CSimplex.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#ifdef __APPLE__
static const char *const library_name = "libClp.1.dylib";
#else
static const char *const library_name = "libClp.so.1";
#endif

// The functions of Clp_C_Interface.h that are called.
static struct {
  void *(*newModel)(void);
  void (*deleteModel)(void *);
  void (*setLogLevel)(void *, int);
  void (*addRows)(void *, int, const double *, const double *, const int *, const int *, const double *);
  void (*deleteRows)(void *, int, const int *);
  void (*addColumns)(
      void *, int, const double *, const double *, const double *, const int *, const int *, const double *);
  void (*chgColumnLower)(void *, const double *);
  void (*chgColumnUpper)(void *, const double *);
  void (*chgObjCoefficients)(void *, const double *);
  void (*scaling)(void *, int);
  int (*dual)(void *, int);
  int (*primal)(void *, int);
  int (*numberIterations)(void *);
  double (*objectiveValue)(void *);
  double *(*primalColumnSolution)(void *);
  double *(*dualColumnSolution)(void *);
} clp;

#define CLP(function) {"Clp_" #function, offsetof(__typeof__(clp), function)}

static const struct {
  const char *name;
  size_t place;
} symbols[] = {
  CLP(newModel), CLP(deleteModel), CLP(setLogLevel), CLP(addRows), CLP(deleteRows), CLP(addColumns), CLP(chgColumnLower),
  CLP(chgColumnUpper), CLP(chgObjCoefficients), CLP(scaling), CLP(dual), CLP(primal), CLP(numberIterations),
  CLP(objectiveValue), CLP(primalColumnSolution), CLP(dualColumnSolution),
};

static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;

const char *pcmflow_simplex_open(void) {
  static int isOpen = 0;
  const char *problem = NULL;
  pthread_mutex_lock(&opening);
  if (!isOpen) {
    void *opened = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
    if (opened == NULL) problem = "COIN-OR Clp is not installed (Debian: coinor-libclp1)";
    for (size_t index = 0; problem == NULL && index < sizeof symbols / sizeof *symbols; index += 1) {
      void *symbol = dlsym(opened, symbols[index].name);
      if (symbol == NULL) problem = "COIN-OR Clp is older than 1.17";
      *(void **)((char *)&clp + symbols[index].place) = symbol;
    }
    isOpen = problem == NULL;
  }
  pthread_mutex_unlock(&opening);
  return problem;
}

pcmflow_programme *pcmflow_programme_new(
    int columns, const double *lower, const double *upper, const double *cost) {
  void *model = clp.newModel();
  int *starts = calloc((size_t)columns + 1, sizeof *starts);
  if (model == NULL || starts == NULL) {
    if (model != NULL) clp.deleteModel(model);
    free(starts);
    return NULL;
  }
  clp.setLogLevel(model, 0);
  clp.scaling(model, 0);
  int none = 0;
  double nothing = 0;
  clp.addColumns(model, columns, lower, upper, cost, starts, &none, &nothing);
  free(starts);
  return model;
}

void pcmflow_programme_free(pcmflow_programme *programme) { clp.deleteModel(programme); }

void pcmflow_programme_add_rows(
    pcmflow_programme *programme, int rows, const double *lower, const double *upper, const int *starts,
    const int *columns, const double *factors) {
  clp.addRows(programme, rows, lower, upper, starts, columns, factors);
}

void pcmflow_programme_remove_rows(pcmflow_programme *programme, int rows, const int *which) {
  clp.deleteRows(programme, rows, which);
}

void pcmflow_programme_set_bounds(pcmflow_programme *programme, const double *lower, const double *upper) {
  clp.chgColumnLower(programme, lower);
  clp.chgColumnUpper(programme, upper);
}

void pcmflow_programme_set_costs(pcmflow_programme *programme, const double *cost) {
  clp.chgObjCoefficients(programme, cost);
}

int pcmflow_programme_solve(pcmflow_programme *programme, int dual) {
  return dual ? clp.dual(programme, 0) : clp.primal(programme, 0);
}

int pcmflow_programme_iterations(pcmflow_programme *programme) { return clp.numberIterations(programme); }

double pcmflow_programme_objective(pcmflow_programme *programme) { return clp.objectiveValue(programme); }

void pcmflow_programme_read_values(pcmflow_programme *programme, int columns, double *values) {
  memcpy(values, clp.primalColumnSolution(programme), (size_t)columns * sizeof *values);
}

void pcmflow_programme_read_reduced_costs(pcmflow_programme *programme, int columns, double *costs) {
  memcpy(costs, clp.dualColumnSolution(programme), (size_t)columns * sizeof *costs);
}
