/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_PLAN_H
#define KPW_PLAN_H

#include <stdbool.h>

#define PLAN_TEXT 64
#define PLAN_PAIRS 16
#define PLAN_DEVICES 32
#define PLAN_CELLS 128

struct plan_pair {
	char name[PLAN_TEXT];
	char value[256];
};

struct plan_list {
	unsigned int count;
	struct plan_pair pairs[PLAN_PAIRS];
};

struct plan_device {
	char role[PLAN_TEXT];
	char bus[PLAN_TEXT];	/* as in /sys/bus */
	char name[PLAN_TEXT];	/* as below its devices: a PCI address, "1-1:1.0" */
};

/* How devices come to the driver under test; bus is "" where none is bound. */
struct plan_binding {
	char bus[PLAN_TEXT];
	char driver[PLAN_TEXT];
	bool override;		/* it gets every device of the bus, whatever it knows */
	bool no_reset;		/* see device.c */
};

struct plan {
	char results[PLAN_TEXT];	/* tty of the result stream */
	unsigned int timeout;	/* seconds, of one program */
	bool shell;
	bool wait;		/* for letters of the host, when all is done: see serve.h */
	bool until_failure;	/* "until failure": a cell ends with its first failed test */
	unsigned int nr_cells;
	char cells[PLAN_CELLS][PLAN_TEXT];
	unsigned int nr_devices;
	struct plan_device devices[PLAN_DEVICES];
	struct plan_binding binding;
	struct plan_list parameters;	/* module, options */
	struct plan_list variables;	/* of every program's environment */
};

/* 0, or -1 with @error; what was understood before the error stands in @plan. */
int plan_read(const char *path, struct plan *plan, char *error);

/* Lines "<module> <options>", as behind "parameter"; none where there is no file. 0, or -1 with @error. */
int plan_parameters(const char *path, struct plan_list *list, char *error);

/* Appends the module's options to what stands in @options, joined by spaces. */
void plan_options(const struct plan_list *list, const char *module, char *options,
		  unsigned int size);

#endif
