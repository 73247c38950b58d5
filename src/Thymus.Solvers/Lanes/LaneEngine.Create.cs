using System.Runtime.Intrinsics;
using Thymus.Numerics.Lanes;

namespace Thymus.Solvers.Lanes;

public abstract partial class LaneEngine
{
    public static partial LaneEngine Create(LaneKernel kernel, SolverOptions options)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(kernel.Shape.ModelStates);
        if (LaneSupport.Refusal is { } refusal)
        {
            throw new PlatformNotSupportedException(refusal);
        }

        if (options.Method is SolverMethod.Bdf && kernel.Width is not LaneWidth.Scalar)
        {
            throw new ArgumentException("The method Bdf takes one course at a time: give a kernel of width Scalar.", nameof(kernel));
        }

        if (options.Method is SolverMethod.Bdf && !kernel.Shape.Lags.IsEmpty)
        {
            throw new ArgumentException("The method Bdf does not solve equations with delays: take another.", nameof(options));
        }

        if (options.Method is (SolverMethod.Bdf or SolverMethod.Tsit5) && kernel.Shape.IsConstrained)
        {
            throw new ArgumentException("Constraints need Rodas5P or Rodas4.", nameof(options));
        }

        return kernel.Width switch
        {
            LaneWidth.Scalar => new LaneEngine<Lanes1>(kernel, options),
            LaneWidth.Vector256 => new LaneEngine<Lanes4>(kernel, options),
            LaneWidth.Vector512 when Vector512.IsHardwareAccelerated => new LaneEngine<Lanes8>(kernel, options),
            LaneWidth.Vector512 => new LaneEngine<PairLanes<Lanes4>>(kernel, options),
            LaneWidth.TwoVectors512 when Vector512.IsHardwareAccelerated => new LaneEngine<PairLanes<Lanes8>>(kernel, options),
            LaneWidth.TwoVectors512 => new LaneEngine<PairLanes<PairLanes<Lanes4>>>(kernel, options),
            _ => throw new ArgumentOutOfRangeException(nameof(kernel), kernel.Width, "There is no such width."),
        };
    }
}
