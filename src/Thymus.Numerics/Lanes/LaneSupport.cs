using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Thymus.Numerics.Lanes;

/// <summary>What the processor offers.</summary>
public static class LaneSupport
{
    /// <summary>
    /// Whether a·b + c is one rounded operation of the processor. Without it results would still be right, but so slow that
    /// a run is refused.
    /// </summary>
    public static bool IsSupported => Fma.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>Why a run is refused and what to try; <see langword="null"/> when <see cref="IsSupported"/>.</summary>
    public static string? Refusal => IsSupported
        ? null
        : "this processor has no fused multiply-add (FMA3 on x86-64, from 2013 on; every 64-bit ARM has it): "
            + "use another machine, or let the virtual machine pass the host's processor through";

    /// <summary>The widest vector that the processor computes at full speed: 8, 4 or 1 lanes.</summary>
    public static int PreferredWidth => Vector512.IsHardwareAccelerated ? 8 : Vector256.IsHardwareAccelerated ? 4 : 1;
}
