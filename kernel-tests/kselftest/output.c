// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "output.h"

/* A plan, a result, what a test observes: the reader counts on each of them. */
static bool is_result(const char *line)
{
	static const char *const words[] = {
		"ok ", "not ok ", "1..", "Bail out!", "observe ", "measure ", "series ",
	};
	size_t i;

	line += strspn(line, "# \t");
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strncmp(line, words[i], strlen(words[i])))
			return true;
	return false;
}

static void line_end(struct output *output)
{
	output->line[output->length] = '\0';
	if (output->cut && is_result(output->line) && output->results < RESULTS_LIMIT) {
		output->results += output->length;
		printf("# %s\n", output->line);
	} else if (!output->cut) {
		printf("# %s\n", output->line);
	}
	output->length = 0;
}

/* What is no text would end the stream of results: a terminal's sequences, bytes of a file. */
static bool is_text(unsigned char byte)
{
	return (byte >= ' ' && byte != 0x7f) || byte == '\t';
}

static void add(struct output *output, char byte)
{
	if (output->length == OUTPUT_LINE)
		line_end(output);
	output->line[output->length++] = byte;
}

/* As the host shows bytes that are no text: none is lost. */
static void add_strange(struct output *output, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";

	add(output, '\\');
	add(output, 'x');
	add(output, digits[byte >> 4]);
	add(output, digits[byte & 15]);
}

void output_add(struct output *output, const char *bytes, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		unsigned char byte = bytes[i];

		output->total++;
		if (byte == '\r')
			continue;
		if (byte == '\n') {
			line_end(output);
			continue;
		}
		if (is_text(byte)) {
			add(output, byte);
		} else {
			output->strange++;
			add_strange(output, byte);
		}
		if (output->total > OUTPUT_LIMIT && !output->cut) {
			line_end(output);
			output->cut = true;
			printf("# kpw: output cut after %d bytes, but for results\n", OUTPUT_LIMIT);
		}
	}
	fflush(stdout);
}

void output_finish(struct output *output)
{
	if (output->length)
		line_end(output);
	if (output->strange)
		printf("# kpw: %zu of %zu bytes are no text\n", output->strange, output->total);
}
