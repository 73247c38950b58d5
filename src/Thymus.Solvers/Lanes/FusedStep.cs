namespace Thymus.Solvers.Lanes;

/// <summary>
/// A whole step of one method for one model, as code without calls and loops: what <see cref="Stepping.StepRecording"/> has recorded
/// of the general code, so that both give the same bits.
/// </summary>
public abstract unsafe class FusedStep
{
    /// <summary>Vectors of the work array that the code uses for itself, after those of the method.</summary>
    public abstract int Scratch { get; }

    /// <summary>Takes a trial step in every lane and decides on it.</summary>
    public abstract void Take(double* control, double* state, double* parameters, double* work, double* settings);

    /// <summary>Makes the dense output of the last step ready.</summary>
    public abstract void PrepareDense(double* control, double* state, double* parameters, double* work, double* settings);

    /// <summary>Corrects the dense output again in the lanes where <see cref="PrepareDense"/> found it coarse.</summary>
    public abstract void RefineDense(double* control, double* state, double* parameters, double* work, double* settings);
}
