/* The CVODE program of the engine benchmark, as it is, with every output that it computed written to the file that the environment
   variable THYMUS_OUTPUTS names: patient after patient, time after time, state after state, doubles of this machine.
   The program keeps its outputs in the one block that it takes from malloc; the block is remembered here. */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

static void *outputs;
static size_t length;

static void *remember(size_t bytes)
{
  outputs = malloc(bytes);
  length = bytes;
  return outputs;
}

#define malloc remember
#define main run
#include "bench_cvode.c"
#undef main
#undef malloc

int main(int argc, char **argv)
{
  int code = run(argc, argv);
  const char *name = getenv("THYMUS_OUTPUTS");
  if (code != 0 || name == NULL) return code;
  FILE *file = fopen(name, "wb");
  if (file == NULL || fwrite(outputs, 1, length, file) != length || fclose(file) != 0) {
    fprintf(stderr, "cannot write %s\n", name);
    return 1;
  }
  return 0;
}
