using Thymus.Solvers.Lanes;
using Thymus.Solvers.Methods;

namespace Thymus.Solvers.Stepping;

/// <summary>
/// The memory that a step works on, lane-interleaved: control, states, parameters, work and settings, five arrays as emitted
/// code takes them. What a step needs only within itself is elsewhere.
/// </summary>
internal sealed unsafe class StepArrays
{
    private const int ScratchVectors = 5;   // per state

    /// <summary>Arrays for a kernel and a method; with room for values that emitted code has in flight, or for being recorded.</summary>
    public StepArrays(KernelShape shape, StepForm form, int width, LaneMemory memory, int scratch = 0, bool isRecorded = false)
    {
        Width = width;
        Shape = shape;
        States = shape.States;
        DenseTerms = form.DenseTerms;
        ControlLength = ControlRow.Count * width;
        StatesLength = 2 * shape.States * width;
        ParametersLength = (shape.Parameters + shape.Derived) * width;
        WorkLength = WorkVectors(shape, form) * width;
        SettingsLength = (SettingRow.FirstAbsolute + shape.States) * width;
        Control = memory.Allocate(ControlLength);
        State = memory.Allocate(StatesLength);
        Parameters = memory.Allocate(ParametersLength);
        Work = memory.Allocate(WorkLength + (scratch * width));
        Settings = memory.Allocate(SettingsLength);
        Merged = memory.Allocate(shape.Merged.Length * width);
        Next = State + (shape.States * width);
        Stages = Work;
        Scratch = isRecorded ? memory.Allocate(ScratchVectors * shape.States * width) : Stages;
        Interpolant = Work + (shape.States * form.Stages * width);
        Factors = Interpolant + (shape.States * form.DenseTerms * width);
    }

    /// <summary>Lanes of a vector.</summary>
    public int Width { get; }

    /// <summary>Sizes of the kernel.</summary>
    public KernelShape Shape { get; }

    /// <summary>States n.</summary>
    public int States { get; }

    /// <summary>Terms of the dense output.</summary>
    public int DenseTerms { get; }

    /// <summary>One vector per row of <see cref="ControlRow"/>.</summary>
    public double* Control { get; }

    /// <summary>The state at the start of the step, length n, then that at its end.</summary>
    public double* State { get; }

    /// <summary>New values of states that are merged.</summary>
    public double* Merged { get; }

    /// <summary>The state at the end of the step, length n; part of <see cref="State"/>.</summary>
    public double* Next { get; }

    /// <summary>Parameters, then derived values.</summary>
    public double* Parameters { get; }

    /// <summary>Stages, interpolant, factors, then scratch of emitted code.</summary>
    public double* Work { get; }

    /// <summary>One vector per row of <see cref="SettingRow"/>, then the absolute tolerance of every state.</summary>
    public double* Settings { get; }

    /// <summary>The stages, one after the other; part of <see cref="Work"/>.</summary>
    public double* Stages { get; }

    /// <summary>
    /// Room for five vectors per state while the dense output is corrected: the first stages, which nothing needs any more, so that a step
    /// touches less memory than the nearest cache has. What is recorded needs no memory, and must not seem to change stages.
    /// </summary>
    public double* Scratch { get; }

    /// <summary>Coefficients of the dense output; part of <see cref="Work"/>.</summary>
    public double* Interpolant { get; }

    /// <summary>Factors of the matrix of the step; part of <see cref="Work"/>.</summary>
    public double* Factors { get; }

    /// <summary>Numbers in <see cref="Control"/>.</summary>
    public int ControlLength { get; }

    /// <summary>Numbers in <see cref="State"/>.</summary>
    public int StatesLength { get; }

    /// <summary>Numbers in <see cref="Parameters"/>.</summary>
    public int ParametersLength { get; }

    /// <summary>Numbers in <see cref="Work"/>, without scratch.</summary>
    public int WorkLength { get; }

    /// <summary>Numbers in <see cref="Settings"/>.</summary>
    public int SettingsLength { get; }

    /// <summary>Vectors of <see cref="Work"/>, without scratch.</summary>
    public static int WorkVectors(KernelShape shape, StepForm form) =>
        (shape.States * (form.Stages + form.DenseTerms)) + (form.HasFactors ? shape.FactorEntries : 0);

    /// <summary>A row of <see cref="Control"/>.</summary>
    public double* Row(int row) => Control + (row * Width);

    /// <summary>A row of <see cref="Settings"/>.</summary>
    public double* Setting(int row) => Settings + (row * Width);
}

/// <summary>Sizes of a method.</summary>
/// <param name="Stages">Vectors per state that a step keeps.</param>
/// <param name="DenseTerms">Terms of the dense output, in the form of <see cref="RosenbrockTableau.Dense"/>.</param>
/// <param name="HasFactors">Whether the factors of the matrix of the step are kept.</param>
internal readonly record struct StepForm(int Stages, int DenseTerms, bool HasFactors = false);

/// <summary>Rows of the control array: one number per lane each.</summary>
internal static class ControlRow
{
    /// <summary>Time at the start of the step.</summary>
    public const int Time = 0;

    /// <summary>Size of the step.</summary>
    public const int Step = 1;

    /// <summary>Time at the end of the step.</summary>
    public const int End = 2;

    /// <summary>The next stop; infinite for none.</summary>
    public const int Stop = 3;

    /// <summary>The next output; infinite for none.</summary>
    public const int Output = 4;

    /// <summary>Size to try next.</summary>
    public const int Proposed = 5;

    /// <summary>Largest factor allowed to the next size.</summary>
    public const int Growth = 6;

    /// <summary>Longest next step alone.</summary>
    public const int Limit = 7;

    /// <summary>Mask: the step was accepted, and the state at its end is not yet the state of the lane.</summary>
    public const int Good = 8;

    /// <summary>Steps accepted.</summary>
    public const int Accepted = 9;

    /// <summary>Steps refused.</summary>
    public const int Rejected = 10;

    /// <summary>Mask: an output or a stop lies in the step, or the lane cannot go on.</summary>
    public const int Attention = 11;

    /// <summary>Mask: the step was one more than the most steps.</summary>
    public const int Spent = 12;

    /// <summary>Mask: the step, or the next one after a refusal, does not move the time by more than rounding.</summary>
    public const int Stuck = 13;

    /// <summary>Mask: the dense output of the step was corrected by more than it may be off, so that it has to be corrected again.</summary>
    public const int Coarse = 14;

    /// <summary>Number of rows.</summary>
    public const int Count = 15;
}

/// <summary>Rows of the settings array: the same number in every lane.</summary>
internal static class SettingRow
{
    /// <summary>Relative tolerance.</summary>
    public const int Relative = 0;

    /// <summary>Longest step.</summary>
    public const int LongestStep = 1;

    /// <summary>Most steps.</summary>
    public const int StepLimit = 2;

    /// <summary>Absolute tolerance of the first state.</summary>
    public const int FirstAbsolute = 3;
}
