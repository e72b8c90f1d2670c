/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_CHECK_H
#define KPW_CHECK_H

/*
 * What several programs compare with the contract. In a header, because the
 * harness keeps its state in the file that includes it.
 */
#include "harness.h"

#include "bar.h"
#include "contract.h"
#include "observe.h"
#include "region.h"
#include "state.h"
#include "subject.h"

/* "fresh" needs no prefix: it is what every client sees that knows of nothing. */
static inline const char *prefix(const char *state)
{
	return strcmp(state, "opted") ? "" : "opted.";
}

static inline void check(struct __test_metadata *_metadata, const struct subject *subject,
		  const struct bar *bar, const char *state, const char *key)
{
	char seen[BAR_TEXT];

	if (!state_observe(bar, key, seen)) {
		/* No page before the table, say: nothing is promised of nothing. */
		observe("no_such_range", "%s.bar%u.%s%s", subject->role, bar->index,
			prefix(state), key);
		return;
	}
	observe(seen, "%s.bar%u.%s%s", subject->role, bar->index, prefix(state), key);
	EXPECT_STREQ(state_promise(bar, state, key), seen) {
		TH_LOG("%s bar%u: %s.%s", subject->role, bar->index, state, key);
	}
}

static inline void check_sparse_areas(struct __test_metadata *_metadata, const struct subject *subject,
			       const struct bar *bar, const char *state)
{
	struct vfio_region_info *info = region_info(bar->device, bar->index);
	bool avoid = !strcmp(state_promise(bar, state, "sparse"), "around");
	char areas[REGION_TEXT];
	const char *fault;

	ASSERT_NE(NULL, info);
	region_sparse_areas(info, areas);
	observe(areas, "%s.bar%u.%ssparse_areas", subject->role, bar->index, prefix(state));
	fault = region_sparse_fault(info, avoid ? bar->table_start : 0, avoid ? bar->table_end : 0);
	EXPECT_EQ(NULL, fault) {
		TH_LOG("%s bar%u: %s", subject->role, bar->index, fault);
	}
	free(info);
}

/* All that the contract says of the BAR in this state. */
static inline void check_state(struct __test_metadata *_metadata, const struct subject *subject,
			       const struct bar *bar, const char *state)
{
	size_t i;

	for (i = 0; state_keys[i]; i++)
		check(_metadata, subject, bar, state, state_keys[i]);
	check_sparse_areas(_metadata, subject, bar, state);
}

/* Both ends of the table: what hides the first entry may miss the last. */
static inline void check_pread_hides(struct __test_metadata *_metadata, const struct subject *subject,
			      const struct bar *bar, const char *state)
{
	uint64_t table = subject->msix.table_offset;
	uint64_t last = table + (subject->msix.entries - 1) * MSIX_ENTRY_SIZE;
	uint32_t value, seen = ~0U;
	const char *promised = contract_value("pread.hides_table");
	int i;

	for (i = 0; i < MSIX_ENTRY_SIZE; i += 4) {
		EXPECT_EQ(0, bar_read32(bar, table + i, &value));
		seen &= value;
		EXPECT_EQ(0, bar_read32(bar, last + i, &value));
		seen &= value;
	}
	observe(seen == ~0U ? "hidden" : "shown", "%s.bar%u.%spread.table", subject->role,
		bar->index, prefix(state));
	EXPECT_STREQ(promised, seen == ~0U ? "yes" : "no");
}

#endif
