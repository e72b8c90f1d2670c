// SPDX-License-Identifier: GPL-2.0
/*
 * Config space belongs to two: what a user writes there reaches the device where
 * the kernel lets it, and what the kernel changes for a moment it puts back. The
 * device's own config space is read past vfio after each step, and is what it
 * is with the unchanged kernel.
 *
 * config.{e1000e,nvme,plain}.
 *   is_put_back         same.<role>.config.<step>: the device's own state (physical.h) after calls
 *                       that switch something on or off, fail half way, or are made with decoding off
 *   is_kept_from_users  same.<role>.config.write.<what>: the same after writes to what is the kernel's
 *   tells_sizes         same.<role>.config.sizes: of each BAR by writing ones; each is the region's
 *   outlives_a_reset    same.<role>.config.reset: the same after VFIO_DEVICE_RESET with a vector armed
 *   sleeps              same.<role>.config.sleep.{regions,intx,entered,power,left}: low power with INTx
 *                       masked, after a read and a write of each region
 */
#include "harness.h"

#include <errno.h>
#include <linux/pci_regs.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "event.h"
#include "feature.h"
#include "irq.h"
#include "observe.h"
#include "optin.h"
#include "physical.h"
#include "region.h"
#include "reset.h"
#include "subject.h"

#define VECTORS 2

FIXTURE(config) {
	struct subject subject;
	struct physical before;
	int events[VECTORS];
	bool forbid;
};

FIXTURE_VARIANT(config) {
	const char *role;
};

FIXTURE_VARIANT_ADD(config, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(config, nvme) { .role = "nvme" };
FIXTURE_VARIANT_ADD(config, plain) { .role = "plain" };

FIXTURE_SETUP(config)
{
	int i;

	self->forbid = false;
	for (i = 0; i < VECTORS; i++)
		self->events[i] = -1;
	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_EQ(0, physical_read(self->subject.bdf, &self->before));
	for (i = 0; i < VECTORS; i++)
		self->events[i] = event_new();
}

FIXTURE_TEARDOWN(config)
{
	int i;

	for (i = 0; i < VECTORS; i++)
		close(self->events[i]);
	if (self->forbid)
		reset_forbid(self->subject.bdf);
	subject_close(&self->subject);
}

/* What a step said, and what the device is like behind it. */
static void look(const FIXTURE_DATA(config) *self, const char *role, const char *answer,
		 const char *step)
{
	char text[PHYSICAL_TEXT], seen[PHYSICAL_TEXT + 32];
	struct physical now;

	if (physical_read(self->subject.bdf, &now))
		snprintf(text, sizeof(text), "%s", errno_name(errno));
	else
		physical_text(&now, &self->before, text);
	snprintf(seen, sizeof(seen), "%s,%s", answer, text);
	observe_same(seen, "%s.config.%s", role, step);
}

static int config_write(const FIXTURE_DATA(config) *self, unsigned int at, uint32_t value,
			size_t size)
{
	return pci_config_write(self->subject.vfio.device, at, value, size);
}

static uint32_t config_value(const FIXTURE_DATA(config) *self, unsigned int at, size_t size)
{
	uint32_t value = 0;

	return pci_config_read(self->subject.vfio.device, at, &value, size) ? UINT32_MAX : value;
}

static int arm(const FIXTURE_DATA(config) *self, unsigned int index, unsigned int count)
{
	return irq_arm(self->subject.vfio.device, index, 0, count, self->events);
}

TEST_F(config, is_put_back)
{
	int device = self->subject.vfio.device;
	const char *role = variant->role;
	unsigned int message = self->subject.msix.present ? VFIO_PCI_MSIX_IRQ_INDEX :
			       VFIO_PCI_MSI_IRQ_INDEX;
	int bad[VECTORS] = { self->events[0], self->subject.vfio.container };
	unsigned int i;

	SUBJECT_NEEDED(&self->subject);
	look(self, role, "ok", "opened");
	for (i = 0; i < VFIO_PCI_NUM_REGIONS; i++)
		free(region_info(device, i));
	look(self, role, "ok", "regions");
	look(self, role, said(arm(self, message, 1)), "armed");
	look(self, role, said(irq_disarm(device, message)), "disarmed");
	look(self, role, said(arm(self, VFIO_PCI_INTX_IRQ_INDEX, 1)), "intx");
	look(self, role, said(irq_set(device, VFIO_IRQ_SET_ACTION_MASK, VFIO_PCI_INTX_IRQ_INDEX, 0,
				      1, NULL)), "intx_masked");
	look(self, role, said(irq_set(device, VFIO_IRQ_SET_ACTION_UNMASK, VFIO_PCI_INTX_IRQ_INDEX,
				      0, 1, NULL)), "intx_unmasked");
	look(self, role, said(irq_disarm(device, VFIO_PCI_INTX_IRQ_INDEX)), "intx_disarmed");

	/* A call that fails has done nothing, so that another kind of interrupts is free. */
	look(self, role, said(irq_arm(device, VFIO_PCI_MSIX_IRQ_INDEX, 0, VECTORS, bad)),
	     "msix_in_vain");
	look(self, role, said(irq_arm(device, VFIO_PCI_MSI_IRQ_INDEX, 0, 1, bad + 1)),
	     "msi_in_vain");
	look(self, role, said(irq_arm(device, VFIO_PCI_INTX_IRQ_INDEX, 0, 1, bad + 1)),
	     "intx_in_vain");
	look(self, role, said(arm(self, VFIO_PCI_MSI_IRQ_INDEX, 1)), "msi_then");
	irq_disarm(device, VFIO_PCI_MSI_IRQ_INDEX);
	look(self, role, said(arm(self, VFIO_PCI_MSIX_IRQ_INDEX, VECTORS)), "msix_then");
	irq_disarm(device, VFIO_PCI_MSIX_IRQ_INDEX);

	/* Decoding is off because the user wants it so; the kernel needs it for the table and the ROM. */
	EXPECT_EQ(0, pci_decode(device, false));
	look(self, role, "ok", "off");
	look(self, role, said(arm(self, message, 1)), "armed_while_off");
	look(self, role, said(irq_arm(device, message, 1, 1, &self->events[1])), "further_while_off");
	look(self, role, said(irq_disarm(device, message)), "disarmed_while_off");
	for (i = 0; i < VFIO_PCI_NUM_REGIONS; i++)
		free(region_info(device, i));
	look(self, role, "ok", "regions_while_off");
	EXPECT_EQ(0, pci_decode(device, true));
	look(self, role, "ok", "on");
	EXPECT_EQ(0, arm(self, message, 1));
	optin_settle(device);
	vfio_close(&self->subject.vfio);
	self->subject.open = false;
	look(self, role, "ok", "closed");
}

TEST_F(config, is_kept_from_users)
{
	const char *role = variant->role;
	unsigned int msix = physical_capability(&self->before, PCI_CAP_ID_MSIX);
	unsigned int msi = physical_capability(&self->before, PCI_CAP_ID_MSI);
	static const struct {
		const char *what;
		unsigned int at;
		uint32_t value;
		size_t size;
	} writes[] = {
		{ "vendor", PCI_VENDOR_ID, 0x12345678, 4 },
		{ "class", PCI_CLASS_REVISION, 0xffffffff, 4 },
		{ "header", PCI_CACHE_LINE_SIZE, 0xffffffff, 4 },
		{ "bar", PCI_BASE_ADDRESS_0, 0xfee00000, 4 },
		{ "rom", PCI_ROM_ADDRESS, 0xffffffff, 4 },
		{ "capabilities", PCI_CAPABILITY_LIST, 0, 1 },
		{ "line", PCI_INTERRUPT_LINE, 0xffff, 2 },
		/* All that COMMAND has but INTx, which has its own way, and decoding. */
		{ "command", PCI_COMMAND, 0x03ff & ~PCI_COMMAND_MEMORY, 2 },
		{ "command_back", PCI_COMMAND, PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 2 },
	};
	uint32_t was;
	char name[64];
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < sizeof(writes) / sizeof(writes[0]); i++) {
		was = config_value(self, writes[i].at, writes[i].size);
		snprintf(name, sizeof(name), "write.%s", writes[i].what);
		look(self, role, said(config_write(self, writes[i].at, writes[i].value,
						   writes[i].size)), name);
		if (writes[i].at != PCI_COMMAND)
			config_write(self, writes[i].at, was, writes[i].size);
	}
	if (msix) {
		look(self, role, said(config_write(self, msix + PCI_MSIX_FLAGS,
						   PCI_MSIX_FLAGS_ENABLE | PCI_MSIX_FLAGS_MASKALL,
						   2)), "write.msix");
		config_write(self, msix + PCI_MSIX_FLAGS, 0, 2);
		look(self, role, said(config_write(self, msix + PCI_MSIX_FLAGS + 1, 0xc0, 1)),
		     "write.msix_byte");
		config_write(self, msix + PCI_MSIX_FLAGS + 1, 0, 1);
	}
	if (msi) {
		look(self, role, said(config_write(self, msi + PCI_MSI_FLAGS, PCI_MSI_FLAGS_ENABLE,
						   2)), "write.msi");
		config_write(self, msi + PCI_MSI_FLAGS, 0, 2);
	}
	/* INTx is masked by the word, and by the byte that has its bit. */
	look(self, role, said(arm(self, VFIO_PCI_INTX_IRQ_INDEX, 1)), "write.intx_armed");
	look(self, role, said(config_write(self, PCI_COMMAND + 1, PCI_COMMAND_INTX_DISABLE >> 8, 1)),
	     "write.intx_byte");
	look(self, role, said(config_write(self, PCI_COMMAND + 1, 0, 1)), "write.intx_byte_back");
	look(self, role, said(config_write(self, PCI_COMMAND, PCI_COMMAND_INTX_DISABLE |
					   PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 2)),
	     "write.intx_word");
	look(self, role, said(config_write(self, PCI_COMMAND, PCI_COMMAND_MEMORY |
					   PCI_COMMAND_MASTER, 2)), "write.intx_word_back");
	irq_disarm(self->subject.vfio.device, VFIO_PCI_INTX_IRQ_INDEX);
}

static uint64_t size_of(uint32_t low, uint32_t high)
{
	uint64_t mask = low & (low & PCI_BASE_ADDRESS_SPACE_IO ? PCI_BASE_ADDRESS_IO_MASK :
			       PCI_BASE_ADDRESS_MEM_MASK);

	if (low & PCI_BASE_ADDRESS_SPACE_IO)
		return mask ? (uint32_t)~mask + 1ULL : 0;
	/* Nothing can be written into a BAR that is not there. */
	if (!low)
		return 0;
	mask |= (uint64_t)high << 32;
	return ~mask + 1;
}

TEST_F(config, tells_sizes)
{
	struct vfio_region_info *info;
	uint32_t low, high, was[2];
	char text[256] = "";
	unsigned int i, at;
	size_t used = 0;
	uint64_t size;
	bool wide;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < 6; i++) {
		at = PCI_BASE_ADDRESS_0 + 4 * i;
		was[0] = config_value(self, at, 4);
		wide = !(was[0] & PCI_BASE_ADDRESS_SPACE_IO) &&
		       was[0] & PCI_BASE_ADDRESS_MEM_TYPE_64 && i < 5;
		was[1] = wide ? config_value(self, at + 4, 4) : 0;
		config_write(self, at, UINT32_MAX, 4);
		if (wide)
			config_write(self, at + 4, UINT32_MAX, 4);
		low = config_value(self, at, 4);
		high = wide ? config_value(self, at + 4, 4) : UINT32_MAX;
		config_write(self, at, was[0], 4);
		if (wide)
			config_write(self, at + 4, was[1], 4);
		size = size_of(low, high);
		used += snprintf(text + used, sizeof(text) - used, "%s%u:0x%llx", used ? "," : "",
				 i, (unsigned long long)size);
		info = region_info(self->subject.vfio.device, i);
		EXPECT_EQ(info ? info->size : 0, size) {
			TH_LOG("%s, BAR %u: written with ones it reads 0x%x, 0x%x", variant->role,
			       i, low, high);
		}
		free(info);
		i += wide;
	}
	observe_same(text, "%s.config.sizes", variant->role);
}

TEST_F(config, outlives_a_reset)
{
	struct vfio *vfio = &self->subject.vfio;
	const char *role = variant->role;
	unsigned int index = self->subject.msix.present ? VFIO_PCI_MSIX_IRQ_INDEX :
			     VFIO_PCI_MSI_IRQ_INDEX;
	char error[VFIO_ERROR];

	SUBJECT_NEEDED(&self->subject);
	if (strcmp(role, "nvme"))
		SKIP(return, "of these devices one can be reset by itself");
	vfio_close(vfio);
	self->forbid = reset_allow(self->subject.bdf);
	ASSERT_EQ(0, vfio_open(vfio, self->subject.bdf, error)) {
		TH_LOG("%s", error);
	}
	EXPECT_EQ(0, pci_enable(vfio->device));
	EXPECT_EQ(0, arm(self, index, 1));
	look(self, role, "ok", "before_reset");
	look(self, role, said(reset_device(vfio->device)), "reset");
	look(self, role, said(pci_enable(vfio->device)), "enabled_again");
	look(self, role, said(irq_disarm(vfio->device, index)), "disarmed_again");
}

/* What each region says to a read and to a write of what it says, the ROM's refusal among them. */
static void use_regions(const FIXTURE_DATA(config) *self, const char *role)
{
	int device = self->subject.vfio.device;
	struct vfio_region_info *info;
	char text[128] = "";
	unsigned int i, word;
	size_t used = 0;
	bool got;

	for (i = 0; i < VFIO_PCI_NUM_REGIONS && used < sizeof(text); i++) {
		info = region_info(device, i);
		got = info && pread(device, &word, 4, info->offset) == 4;
		used += snprintf(text + used, sizeof(text) - used, "%s%u:%s", used ? "," : "", i,
				 got ? "ok" : errno_name(errno));
		/* Config space begins with what nobody writes; a device's registers are left alone. */
		if (info && used < sizeof(text) && i >= VFIO_PCI_ROM_REGION_INDEX)
			used += snprintf(text + used, sizeof(text) - used, "/%s",
					 pwrite(device, &word, 4, info->offset) == 4 ? "ok" :
					 errno_name(errno));
		free(info);
	}
	observe_same(text, "%s.config.sleep.regions", role);
}

TEST_F(config, sleeps)
{
	int device = self->subject.vfio.device;
	const char *role = variant->role, *seen;

	SUBJECT_NEEDED(&self->subject);
	use_regions(self, role);
	look(self, role, said(arm(self, VFIO_PCI_INTX_IRQ_INDEX, 1)), "sleep.intx");
	irq_set(device, VFIO_IRQ_SET_ACTION_MASK, VFIO_PCI_INTX_IRQ_INDEX, 0, 1, NULL);
	seen = feature_set(device, FEATURE_LOW_POWER_ENTRY, NULL, 0);
	observe_same(seen, "%s.config.sleep.entered", role);
	/* Nobody uses it any more, so that the kernel may let it fall asleep. */
	if (!strcmp(seen, "ok"))
		observe_same(physical_power(self->subject.bdf), "%s.config.sleep.power", role);
	look(self, role, feature_set(device, FEATURE_LOW_POWER_EXIT, NULL, 0), "sleep.left");
	irq_disarm(device, VFIO_PCI_INTX_IRQ_INDEX);
}

TEST_HARNESS_MAIN
