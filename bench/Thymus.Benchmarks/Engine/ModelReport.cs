namespace Thymus.Benchmarks.Engine;

/// <summary>Everything measured on one model: a column of the table, an entry of the JSON file.</summary>
internal sealed record ModelReport
{
    public required string Model { get; init; }

    public required int States { get; init; }

    public required int Outputs { get; init; }

    public required string Method { get; init; }

    public required int Lanes { get; init; }

    public required int Threads { get; init; }

    /// <summary>Patients of a round.</summary>
    public required long Patients { get; init; }

    /// <summary>Patients that errors were measured on.</summary>
    public required int AccuracyPatients { get; init; }

    /// <summary>Median over the rounds, per second of CPU time.</summary>
    public required double PatientsPerCpuSecond { get; init; }

    /// <summary>Median over the rounds, per second on the clock.</summary>
    public required double PatientsPerSecond { get; init; }

    /// <summary>How many times as many patients per second on the clock as one thread has, the two in turns; <see langword="null"/> for one thread.</summary>
    public ThreadGain? ThreadGain { get; init; }

    /// <summary>What arithmetic alone gained from the threads, in turns with the patients: what the machine gave at the time.</summary>
    public ThreadGain? MachineGain { get; init; }

    /// <summary>Slowest and fastest round, per second of CPU time.</summary>
    public required double SlowestRound { get; init; }

    /// <inheritdoc cref="SlowestRound"/>
    public required double FastestRound { get; init; }

    /// <summary>How CVODE solves its linear systems.</summary>
    public string? CvodeSolver { get; init; }

    public double? CvodePatientsPerCpuSecond { get; init; }

    /// <summary>With dense matrices, where that is not what is compared with.</summary>
    public double? CvodeDensePatientsPerCpuSecond { get; init; }

    /// <summary>How many times as many patients per second of CPU time as CVODE, in the same run.</summary>
    public double? Ratio { get; init; }

    public required double RelativeTolerance { get; init; }

    /// <summary>Achieved error, rms.</summary>
    public required double Error { get; init; }

    public required double LargestError { get; init; }

    public double? CvodeRelativeTolerance { get; init; }

    public double? CvodeError { get; init; }

    public double? CvodeLargestError { get; init; }

    /// <summary>Distance of the two references from each other, rms.</summary>
    public double? ReferenceDifference { get; init; }

    public required double StepsPerPatient { get; init; }

    public required double RejectedPerPatient { get; init; }

    public double? CvodeStepsPerPatient { get; init; }

    public required long Failed { get; init; }

    public int? CvodeFailed { get; init; }

    public required double LaneUse { get; init; }

    /// <summary>Lane use when only 1,000 patients are run.</summary>
    public double? LaneUseAtThousand { get; init; }

    public required double CompileMilliseconds { get; init; }

    /// <summary>From the start of a process of its own to the end of its only patient.</summary>
    public required double FirstPatientMilliseconds { get; init; }

    /// <summary>From the start of a process of its own to the first patient of many that gets to a sink.</summary>
    public required double FirstOfManyMilliseconds { get; init; }

    public required double PeakMegabytes { get; init; }

    /// <summary>Why there is nothing of CVODE; empty where there is.</summary>
    public required string CvodeSkipped { get; init; }

    public IReadOnlyList<WorkPrecisionPoint>? WorkPrecision { get; set; }
}

/// <summary>Threads against one thread: the median over the pairs of rounds, the least and the most.</summary>
internal sealed record ThreadGain(double Median, double Least, double Most);

/// <summary>One tolerance of one method.</summary>
internal sealed record WorkPrecisionPoint(string Method, double RelativeTolerance, double Error, double ErrorPerTolerance, double MicrosecondsPerPatient, long Failed);

/// <summary>The machine and the versions that figures belong to.</summary>
internal sealed record Machine(string Processor, int Processors, int VectorBits, string Runtime, string OperatingSystem, string Date, string Commit);
