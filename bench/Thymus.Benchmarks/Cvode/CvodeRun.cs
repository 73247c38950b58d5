namespace Thymus.Benchmarks.Cvode;

/// <summary>What one run of the program printed.</summary>
/// <param name="Patients">Patients simulated.</param>
/// <param name="CpuSeconds">CPU time of the simulation alone.</param>
/// <param name="Failed">Patients that failed.</param>
/// <param name="Steps">Steps per patient.</param>
internal sealed record CvodeRun(long Patients, double CpuSeconds, int Failed, double Steps)
{
    /// <summary>Patients per second of CPU time.</summary>
    public double Rate => Patients / CpuSeconds;
}
