// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"

#define LINES_MAX 128
#define TEXT_MAX 16384

/* Read once: some tests look things up thousands of times. */
static struct {
	bool read;
	char text[TEXT_MAX];
	unsigned int lines;
	const char *keys[LINES_MAX];
	const char *values[LINES_MAX];
} contract;

static void contract_read(const char *path)
{
	char *rest = contract.text, *line, *value;
	FILE *file = fopen(path, "re");
	size_t length;

	contract.read = true;
	if (!file)
		return;
	length = fread(contract.text, 1, sizeof(contract.text) - 1, file);
	contract.text[length] = '\0';
	fclose(file);
	while ((line = strsep(&rest, "\n")) && contract.lines < LINES_MAX) {
		value = strchr(line, ' ');
		if (*line == '#' || !value)
			continue;
		*value++ = '\0';
		contract.keys[contract.lines] = line;
		contract.values[contract.lines++] = value;
	}
}

static const char *lookup(const char *key)
{
	const char *path = getenv("KPW_CONTRACT");
	static char missing[512];
	unsigned int i;

	if (path && !contract.read)
		contract_read(path);
	for (i = 0; i < contract.lines; i++)
		if (!strcmp(contract.keys[i], key))
			return contract.values[i];
	if (path)
		snprintf(missing, sizeof(missing), "(no key %s in the contract %.200s)", key, path);
	else
		snprintf(missing, sizeof(missing), "(no $KPW_CONTRACT to look %s up in)", key);
	return missing;
}

const char *contract_value(const char *format, ...)
{
	va_list arguments;
	char key[128];

	va_start(arguments, format);
	vsnprintf(key, sizeof(key), format, arguments);
	va_end(arguments);
	return lookup(key);
}

const char *contract_hex(const char *format, ...)
{
	static char canonical[32];
	unsigned long long number;
	const char *value;
	va_list arguments;
	char key[128], *end;

	va_start(arguments, format);
	vsnprintf(key, sizeof(key), format, arguments);
	va_end(arguments);
	value = lookup(key);
	number = strtoull(value, &end, 0);
	if (*end || !isdigit((unsigned char)*value))
		return value;
	snprintf(canonical, sizeof(canonical), "0x%llx", number);
	return canonical;
}

bool contract_says(const char *key, const char *value)
{
	return !strcmp(lookup(key), value);
}

long long contract_number(const char *key)
{
	const char *value = lookup(key);
	long long number;
	char *end;

	if (!isdigit((unsigned char)*value))
		return -1;
	number = strtoll(value, &end, 0);
	return *end ? -1 : number;
}
