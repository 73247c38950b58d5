namespace Thymus.Benchmarks.Engine;

/// <summary>
/// Compares several threads with one, in short turns within a round, since a change of the machine's mood then meets both; and arithmetic
/// alone likewise, in between.
/// </summary>
internal sealed class ThreadTurns(EngineUnderTest together, EngineUnderTest alone, int threads)
{
    private const double SecondsPerTurn = 0.1;

    private readonly List<double> _gains = [];
    private readonly List<double> _machineGains = [];
    private readonly ProcessorLoop _loop = new();

    /// <summary>Patients on the clock, times those of one thread, of each round.</summary>
    public IReadOnlyList<double> Gains => _gains;

    /// <summary>The same for arithmetic alone.</summary>
    public IReadOnlyList<double> MachineGains => _machineGains;

    public void WarmUp(long patients, double rtol) => alone.WarmUp(patients, rtol);

    /// <summary>Returns what several threads took; what they gained is added to the lists.</summary>
    public EngineRound Round(long patients, double rtol)
    {
        EngineRound several = default, one = default;
        double loopSeveral = 0, loopOne = 0;
        do
        {
            several += together.Round(patients, rtol, SecondsPerTurn);
            one += alone.Round(patients, rtol, SecondsPerTurn);
            loopSeveral += _loop.Run(threads);
            loopOne += _loop.Run(threads: 1);
        }
        while (several.Wall < EngineUnderTest.SecondsPerRound);

        _gains.Add(several.PerSecond / one.PerSecond);
        _machineGains.Add(loopOne / loopSeveral);
        return several;
    }
}
