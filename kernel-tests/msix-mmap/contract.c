// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"

#define VALUE_SIZE 512

static bool find(const char *path, const char *key, char *value)
{
	char line[512], name[256], text[256];
	bool found = false;
	FILE *file = fopen(path, "re");

	if (!file)
		return false;
	while (!found && fgets(line, sizeof(line), file)) {
		if (line[0] == '#' || sscanf(line, "%255s %255s", name, text) != 2)
			continue;
		found = !strcmp(name, key);
	}
	fclose(file);
	if (found)
		strcpy(value, text);
	return found;
}

static const char *lookup(const char *key)
{
	const char *path = getenv("KPW_CONTRACT");
	static char value[VALUE_SIZE];

	if (!path)
		snprintf(value, sizeof(value), "(no $KPW_CONTRACT to look %s up in)", key);
	else if (!find(path, key, value))
		snprintf(value, sizeof(value), "(no key %s in the contract %.200s)", key, path);
	return value;
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
