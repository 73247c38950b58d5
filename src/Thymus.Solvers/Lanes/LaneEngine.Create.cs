namespace Thymus.Solvers.Lanes;

public abstract partial class LaneEngine
{
    public static partial LaneEngine Create(LaneKernel kernel, SolverOptions options) => throw new NotSupportedException();
}
