/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_KSELFTEST_OUTPUT_H
#define KPW_KSELFTEST_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* Below init's limit of 1 MiB, which would end the program. */
#define OUTPUT_LIMIT (384 * 1024)
/* Of what comes behind the limit, results alone are handed on, and no more than this. */
#define RESULTS_LIMIT (256 * 1024)
#define OUTPUT_LINE 2048

/* What a program writes, line by line behind "# ", as kselftest's runner hands it on. */
struct output {
	char line[OUTPUT_LINE + 1];
	size_t length;
	size_t total;		/* bytes that the program wrote */
	size_t strange;		/* bytes that are no text */
	size_t results;		/* bytes of results behind the limit */
	bool cut;
};

void output_add(struct output *output, const char *bytes, size_t count);
/* The last line may lack its newline. */
void output_finish(struct output *output);

#endif
