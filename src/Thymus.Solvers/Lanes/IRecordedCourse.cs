namespace Thymus.Solvers.Lanes;

/// <summary>
/// A course whose outputs the engine writes itself, many times of one patient at once: every observable at every time of a
/// list that is known beforehand. It is not asked for outputs in any other way.
/// </summary>
public interface IRecordedCourse : ICourse
{
    /// <summary>Increasing times, in the model's unit. Read after <see cref="ICourse.Begin"/>.</summary>
    ReadOnlyMemory<double> RecordTimes { get; }

    /// <summary>
    /// Where they go: observable k at time i at [k · (number of times) + i]. Read after <see cref="ICourse.Begin"/>. What lies
    /// after the end of the course is NaN.
    /// </summary>
    Memory<double> Record { get; }

    /// <inheritdoc />
    double ICourse.NextOutput => double.PositiveInfinity;

    /// <inheritdoc />
    void ICourse.OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
    }
}
