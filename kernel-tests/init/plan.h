/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_PLAN_H
#define KPW_PLAN_H

#include <stdbool.h>

#define PLAN_TEXT 64
#define PLAN_DEVICES 16
#define PLAN_PARAMETERS 16
#define PLAN_CELLS 64
#define PLAN_VARIABLES 16

struct plan_device {
	char role[PLAN_TEXT];
	char bdf[PLAN_TEXT];
};

struct plan_parameter {
	char module[PLAN_TEXT];
	char options[256];
};

struct plan_variable {
	char name[PLAN_TEXT];
	char value[PLAN_TEXT];
};

struct plan {
	char results[PLAN_TEXT];	/* tty of the result stream */
	unsigned int timeout;	/* seconds, of one program */
	bool shell;
	bool no_reset;		/* "reset none": see device.c */
	unsigned int nr_devices;
	unsigned int nr_parameters;
	unsigned int nr_cells;
	unsigned int nr_variables;
	struct plan_device devices[PLAN_DEVICES];
	struct plan_parameter parameters[PLAN_PARAMETERS];
	char cells[PLAN_CELLS][PLAN_TEXT];
	struct plan_variable variables[PLAN_VARIABLES];	/* of every program's environment */
};

/* 0, or -1 with @error; what was understood before the error stands in @plan. */
int plan_read(const char *path, struct plan *plan, char *error);

/* The module's options joined by spaces, "" without any. */
void plan_options(const struct plan *plan, const char *module, char *options, unsigned int size);

#endif
