// SPDX-License-Identifier: GPL-2.0
/*
 * A new userspace on the kernel it was written for: built against the cell's
 * own header, it uses the names that the change added, given at build time
 * (see the Makefile), and checks that header, contract and kernel agree.
 *
 * new_header.
 *   optin_matches_contract     optin.header.{request,flag,size}   (with OPTIN_IOCTL)
 *   flag_matches_contract      region_flag.header                 (with NEW_REGION_FLAG)
 *   capability_matches_contract  region_cap.header                (with NEW_REGION_CAP)
 * new_userspace.{e1000e,nvme}.
 *   opts_in_by_name            <role>.new.optin, <role>.new.state (with OPTIN_IOCTL)
 *   sees_the_flag              <role>.new.region_flag             (with NEW_REGION_FLAG)
 *   sees_the_capability        <role>.new.region_cap              (with NEW_REGION_CAP)
 */
#include "harness.h"

#include <errno.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <sys/ioctl.h>

#include "bar.h"
#include "contract.h"
#include "observe.h"
#include "older.h"
#include "optin.h"
#include "region.h"
#include "state.h"
#include "subject.h"

static void observe_number(const char *key, unsigned long long number, const char *format)
{
	char text[32];

	snprintf(text, sizeof(text), format, number);
	observe(text, "%s", key);
}

#ifdef OPTIN_IOCTL
TEST(optin_matches_contract)
{
	observe_number("optin.header.request", OPTIN_IOCTL, "%llu");
	observe_number("optin.header.flag", OPTIN_FLAG, "0x%llx");
	observe_number("optin.header.size", sizeof(struct OPTIN_STRUCT), "%llu");
	EXPECT_STREQ(OPTIN_IOCTL == VFIO_DEVICE_FEATURE ? "feature" : "ioctl",
		     contract_value("optin"));
	EXPECT_EQ(optin_request(), OPTIN_IOCTL);
	EXPECT_EQ(contract_number("optin.flag"), OPTIN_FLAG);
}
#endif

#ifdef NEW_REGION_FLAG
TEST(flag_matches_contract)
{
	observe_number("region_flag.header", NEW_REGION_FLAG, "0x%llx");
	EXPECT_EQ(NEW_REGION_FLAG, contract_number("fresh.flags") & NEW_REGION_FLAG) {
		TH_LOG("fresh.flags: %s", contract_value("fresh.flags"));
	}
}
#endif

#ifdef NEW_REGION_CAP
static bool listed(const char *list, unsigned int id)
{
	char copy[256], *rest = copy, *item;

	snprintf(copy, sizeof(copy), "%s", list);
	while ((item = strsep(&rest, ",")))
		if (*item && strtoul(item, NULL, 10) == id)
			return true;
	return false;
}

TEST(capability_matches_contract)
{
	observe_number("region_cap.header", NEW_REGION_CAP, "%llu");
	EXPECT_TRUE(listed(contract_value("fresh.caps"), NEW_REGION_CAP)) {
		TH_LOG("fresh.caps: %s", contract_value("fresh.caps"));
	}
}
#endif

FIXTURE(new_userspace) {
	struct subject subject;
	struct bar bar;
};

FIXTURE_VARIANT(new_userspace) {
	const char *role;
};

FIXTURE_VARIANT_ADD(new_userspace, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(new_userspace, nvme) { .role = "nvme" };

FIXTURE_SETUP(new_userspace)
{
	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->bar));
}

FIXTURE_TEARDOWN(new_userspace)
{
	subject_close(&self->subject);
}

#ifdef OPTIN_IOCTL
TEST_F(new_userspace, opts_in_by_name)
{
	struct OPTIN_STRUCT argument = { .argsz = sizeof(argument), .flags = OPTIN_FLAG };
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	seen = errno_name(ioctl(self->subject.vfio.device, OPTIN_IOCTL, &argument) ? errno : 0);
	observe(seen, "%s.new.optin", variant->role);
	EXPECT_STREQ(optin_given(self->bar.mappable), seen);
	seen = state_name(&self->bar, "opted");
	observe(seen, "%s.new.state", variant->role);
	EXPECT_STREQ("opted", seen);
}
#endif

#ifdef NEW_REGION_FLAG
TEST_F(new_userspace, sees_the_flag)
{
	struct vfio_region_info *info;

	SUBJECT_NEEDED(&self->subject);
	info = region_info(self->bar.device, self->bar.index);
	ASSERT_NE(NULL, info);
	observe(info->flags & NEW_REGION_FLAG ? "set" : "clear", "%s.new.region_flag",
		variant->role);
	/* Nothing is said of a BAR that cannot be mapped at all, as one smaller than a page. */
	EXPECT_EQ(self->bar.mappable ? NEW_REGION_FLAG : 0, info->flags & NEW_REGION_FLAG);
	free(info);
}
#endif

#ifdef NEW_REGION_CAP
TEST_F(new_userspace, sees_the_capability)
{
	struct vfio_region_info *info;
	bool there;

	SUBJECT_NEEDED(&self->subject);
	info = region_info(self->bar.device, self->bar.index);
	ASSERT_NE(NULL, info);
	there = region_capability(info, NEW_REGION_CAP);
	observe(there ? "there" : "absent", "%s.new.region_cap", variant->role);
	EXPECT_EQ(self->bar.mappable, there);
	free(info);
}
#endif

TEST_HARNESS_MAIN
