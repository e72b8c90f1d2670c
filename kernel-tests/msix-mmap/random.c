// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <sys/random.h>

#include "random.h"

uint64_t random_seed(void)
{
	const char *given = getenv("KPW_SEED");
	uint64_t seed = 0;

	if (given)
		return strtoull(given, NULL, 0);
	/* Without blocking: early in a guest's life nothing is truly random. */
	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != sizeof(seed))
		seed = 1;
	return seed >> 32;
}

/* splitmix64: of any seed a good sequence, and the same on every machine. */
uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

uint64_t random_below(uint64_t *state, uint64_t limit)
{
	return random_next(state) % limit;
}

uint32_t random_edge(uint64_t *state, uint32_t near)
{
	static const uint32_t edges[] = { 0, 1, 0x7fffffff, 0x80000000, 0xffffffff };

	switch (random_below(state, 4)) {
	case 0:
		return edges[random_below(state, sizeof(edges) / sizeof(edges[0]))];
	case 1:
		return random_next(state);
	default:
		return near - 4 + random_below(state, 9);
	}
}
