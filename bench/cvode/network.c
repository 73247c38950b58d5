/* Virtual patients of a generated network (network.h, which bench/engine writes) with CVODE: BDF, analytic Jacobian, dense or KLU.
   Usage: network PATIENTS.csv dense|klu RTOL ATOL [OUTPUTS.bin]
   Bolus of 5 into the first state at 0, 25, 50, 75; all states at 0, 1, ... 100; a row at a dose has the state before it. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunmatrix/sunmatrix_sparse.h>
#ifdef WITH_KLU
#include <sunlinsol/sunlinsol_klu.h>
#endif
#include "network.h"

#if SUNDIALS_VERSION_MAJOR >= 7
#define realtype sunrealtype
#define NO_COMM SUN_COMM_NULL
#else
#define NO_COMM NULL
#endif

enum { VARY = sizeof(vary) / sizeof(vary[0]), TIMES = 101, DOSES = 4 };
static const double dose_every = 25, dose_amount = 5;
static double parameters[PARAMETERS], reaction_rates[REACTIONS], values[ENTRIES];

static int field(realtype t, N_Vector y, N_Vector dy, void *data)
{
  (void)t, (void)data;
  const double *state = N_VGetArrayPointer(y);
  rates(state, parameters, reaction_rates);
  changes(state, parameters, reaction_rates, N_VGetArrayPointer(dy));
  return 0;
}

static int dense(realtype t, N_Vector y, N_Vector dy, SUNMatrix j, void *data, N_Vector a, N_Vector b, N_Vector c)
{
  (void)t, (void)dy, (void)data, (void)a, (void)b, (void)c;
  jacobian(N_VGetArrayPointer(y), parameters, values);
  for (int column = 0; column < STATES; column++)
    for (sunindextype e = column_start[column]; e < column_start[column + 1]; e++) SM_ELEMENT_D(j, row_of[e], column) = values[e];
  return 0;
}

#ifdef WITH_KLU
static int sparse(realtype t, N_Vector y, N_Vector dy, SUNMatrix j, void *data, N_Vector a, N_Vector b, N_Vector c)
{
  (void)t, (void)dy, (void)data, (void)a, (void)b, (void)c;
  memcpy(SM_INDEXPTRS_S(j), column_start, sizeof(column_start));
  memcpy(SM_INDEXVALS_S(j), row_of, sizeof(row_of));
  jacobian(N_VGetArrayPointer(y), parameters, SM_DATA_S(j));
  return 0;
}
#endif

static int patient(void *cvode, N_Vector y, double *out, long *steps)
{
  double *state = N_VGetArrayPointer(y);
  double t = 0;
  memcpy(state, start, sizeof(start));
  memcpy(out, state, sizeof(start));
  for (int dose = 0, row = 1; dose < DOSES; dose++) {
    double end = dose + 1 < DOSES ? dose_every * (dose + 1) : TIMES - 1;
    long taken;
    state[0] += dose_amount;
    if (CVodeReInit(cvode, t, y) < 0 || CVodeSetStopTime(cvode, end) < 0) return 1;
    for (; row <= (int)end; row++) {
      if (CVode(cvode, row, y, &t, CV_NORMAL) < 0) return 1;
      memcpy(out + (size_t)row * STATES, state, sizeof(start));
    }
    t = end;
    CVodeGetNumSteps(cvode, &taken);
    *steps += taken;
  }
  return 0;
}

static double seconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

int main(int argc, char **argv)
{
  char line[4096];
  FILE *table = argc > 4 ? fopen(argv[1], "r") : NULL;
  if (table == NULL || fgets(line, sizeof(line), table) == NULL) return 2;
  SUNContext context;
  SUNContext_Create(NO_COMM, &context);
  N_Vector y = N_VNew_Serial(STATES, context);
  memcpy(N_VGetArrayPointer(y), start, sizeof(start));
  memcpy(parameters, typical, sizeof(typical));
  void *cvode = CVodeCreate(CV_BDF, context);
  CVodeInit(cvode, field, 0, y);
  CVodeSStolerances(cvode, atof(argv[3]), atof(argv[4]));
  CVodeSetMaxNumSteps(cvode, 1000000);
  SUNMatrix matrix;
  SUNLinearSolver solver;
#ifdef WITH_KLU
  if (strcmp(argv[2], "klu") == 0) {
    matrix = SUNSparseMatrix(STATES, STATES, ENTRIES, CSC_MAT, context);
    solver = SUNLinSol_KLU(y, matrix, context);
    CVodeSetLinearSolver(cvode, solver, matrix);
    CVodeSetJacFn(cvode, sparse);
  } else
#endif
  {
    matrix = SUNDenseMatrix(STATES, STATES, context);
    solver = SUNLinSol_Dense(y, matrix, context);
    CVodeSetLinearSolver(cvode, solver, matrix);
    CVodeSetJacFn(cvode, dense);
  }
  FILE *outputs = argc > 5 ? fopen(argv[5], "wb") : NULL;
  double *out = calloc((size_t)TIMES * STATES, sizeof(double));
  double used = 0;
  int count = 0, failed = 0;
  long steps = 0;
  while (fgets(line, sizeof(line), table) != NULL) {
    char *cell = strchr(line, ',');
    for (int i = 0; i < VARY && cell != NULL; i++) parameters[vary[i]] = strtod(cell + 1, &cell);
    double before = seconds();
    int bad = patient(cvode, y, out, &steps);
    used += seconds() - before;
    failed += bad;
    count++;
    if (bad) memset(out, 0, sizeof(double) * TIMES * STATES);
    if (outputs != NULL && fwrite(out, sizeof(double), (size_t)TIMES * STATES, outputs) != (size_t)TIMES * STATES) return 1;
  }
  if (outputs != NULL && fclose(outputs) != 0) return 1;
  printf("RESULT,%d,%.6f,%d,%.1f\n", count, used, failed, (double)steps / count);
  return 0;
}
