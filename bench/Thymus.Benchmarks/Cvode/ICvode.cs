using Thymus.Benchmarks.Engine;
using Thymus.Simulation.Populations;

namespace Thymus.Benchmarks.Cvode;

/// <summary>CVODE for one model, as a program of its own.</summary>
internal interface ICvode : IDisposable
{
    /// <summary>How its linear systems are solved: dense or KLU.</summary>
    string LinearSolver { get; }

    /// <summary>Patients per second of CPU time with dense matrices, where that is not what is compared with and ends in a reasonable time.</summary>
    double? DenseRate(IPatientSource patients, double rtol, double atol);

    /// <summary>Runs the patients of a source and returns what was measured.</summary>
    CvodeRun Run(IPatientSource patients, double rtol, double atol);

    /// <summary>Runs the patients of a source and gets all outputs, in the order of the observables: [patient][observable][time].</summary>
    (CvodeRun Run, Outputs Outputs) RunForOutputs(IPatientSource patients, BenchSetup setup, double rtol, double atol);
}
