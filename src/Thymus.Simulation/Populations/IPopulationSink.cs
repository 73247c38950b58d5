namespace Thymus.Simulation.Populations;

/// <summary>Takes the outputs of a population, block after block, in the order of the patients.</summary>
public interface IPopulationSink
{
    /// <summary>Takes a block. Called by one thread at a time; the block is used again afterwards.</summary>
    void Write(PatientBlock block);
}

/// <summary>What a streamed run did.</summary>
/// <param name="Statistics">Work of all engines.</param>
/// <param name="LargestInFlight">Most blocks that were in memory at a time.</param>
public readonly record struct StreamSummary(Solvers.Lanes.EngineStatistics Statistics, int LargestInFlight)
{
    /// <summary>How the method was chosen; <see langword="null"/> where the request named one.</summary>
    public Solvers.Choosing.MethodChoice? MethodChoice { get; init; }

    /// <summary>Part of the lanes' steps that belonged to a patient, 0 to 1.</summary>
    public double LaneUse => Statistics.LaneSteps == 0 ? 1 : (double)(Statistics.Accepted + Statistics.Rejected) / Statistics.LaneSteps;
}
