"""The subsystems of the made archive: what its articles are about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subsystem:
    """A field of the kernel that articles are about: its topics, prefixes of subjects, folders."""

    name: str
    topics: tuple[str, ...]
    prefixes: tuple[str, ...]
    folders: tuple[str, ...]


SUBSYSTEMS = (
    Subsystem(
        "Networking",
        ("networking", "ethernet"),
        ("net", "tcp", "ipv6", "bridge", "netfilter", "igb", "ixgbe", "ethtool", "xfrm", "can"),
        ("net/core", "net/ipv4", "net/ipv6", "net/bridge", "net/netfilter", "drivers/net"),
    ),
    Subsystem(
        "Wireless",
        ("wireless", "networking"),
        ("mac80211", "cfg80211", "ath9k", "iwlwifi", "b43", "rt2x00", "Bluetooth", "nl80211"),
        ("net/mac80211", "net/wireless", "net/bluetooth", "drivers/net"),
    ),
    Subsystem(
        "Graphics",
        ("graphics", "drm"),
        ("drm/i915", "drm/radeon", "drm/nouveau", "drm/ttm", "drm/amdgpu", "drm", "fbdev"),
        ("drivers/gpu", "drivers/video", "include/drm"),
    ),
    Subsystem(
        "File systems",
        ("filesystems", "storage"),
        ("ext4", "xfs", "Btrfs", "nfsd", "NFS", "ocfs2", "fuse", "vfs", "jbd2", "nilfs2"),
        ("fs/ext4", "fs/xfs", "fs/btrfs", "fs/nfsd", "fs", "include/linux"),
    ),
    Subsystem(
        "Storage",
        ("storage", "raid"),
        ("block", "md", "dm snapshot", "libata", "SCSI", "nvme", "cciss", "mmc", "blkio"),
        ("block", "drivers/md", "drivers/ata", "drivers/scsi", "drivers/block"),
    ),
    Subsystem(
        "Architecture and virtualisation",
        ("architecture", "virtualisation"),
        ("x86", "KVM", "ARM", "powerpc", "MIPS", "s390", "xen", "arm64", "virtio", "sparc64"),
        ("arch/x86", "arch/arm", "arch/powerpc", "arch/mips", "virt/kvm"),
    ),
    Subsystem(
        "Memory and scheduling",
        ("memory", "scheduler"),
        ("mm", "sched", "ksm", "slub", "memcg", "cpuset", "rcu", "futex", "locking", "workqueue"),
        ("mm", "kernel", "kernel/sched", "include/linux", "lib"),
    ),
    Subsystem(
        "Tracing and tools",
        ("tracing", "perf"),
        ("perf", "perf trace", "tracing", "ftrace", "kprobes", "kconfig", "perf bench", "bpf"),
        ("kernel/trace", "tools/perf", "scripts", "Documentation/trace"),
    ),
    Subsystem(
        "Sound, video and input",
        ("audio", "video"),
        ("ALSA", "ASoC", "V4L/DVB", "Input", "HID", "USB", "media", "usb-audio"),
        ("sound/pci", "sound/soc", "drivers/media", "drivers/input", "drivers/usb"),
    ),
)
