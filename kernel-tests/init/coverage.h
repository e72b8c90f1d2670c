/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_COVERAGE_H
#define KPW_COVERAGE_H

/* All of them do nothing in a guest without the module of kernel-tests/coverage. */

/* Before anything of a cell is loaded. */
void coverage_begin(void);

/* What the guest does from now on: "step bind", "program <name>". */
void coverage_mark(const char *what, const char *name);

/* Notes where a module's code is, while it is there. */
void coverage_sections(const char *module);

/* Puts all that was reached since coverage_begin() into the result stream. */
void coverage_report(void);

#endif
