using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Simulation.Single;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Describing;

/// <summary>The Jacobian ∂f/∂y of a model at points of its course.</summary>
/// <param name="Time">Time, in the model's unit.</param>
/// <param name="Entries">The matrix, a row a state, in the units of the states per time.</param>
public sealed record JacobianPoint(double Time, double[,] Entries);

/// <summary>Collects the Jacobian along the course of a model with its own values.</summary>
public static class JacobianCourse
{
    /// <summary>Most states: the matrices are dense.</summary>
    public const int MostStates = 400;

    /// <summary>The Jacobian at evenly spaced times from 0; fewer when the course fails, none when there are more states than <see cref="MostStates"/>, or delays
    /// or constraints, with which it does not say how fast the model is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="until">Time of the last point, above 0.</param>
    /// <param name="intervals">Intervals between points.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public static ImmutableArray<JacobianPoint> Along(CompiledModel model, double until, int intervals, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        int n = model.StateNames.Length;
        if (n is 0 or > MostStates || model.HasDelays || model.IsConstrained)
        {
            return [];
        }

        var course = new StateCourse(model, until, intervals);
        using (var engine = LaneEngine.Create(model.Kernel(LaneWidth.Scalar), new SolverOptions { RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-12 }))
        {
            engine.Run(new SingleCourse(course), cancellation);
        }

        var scalar = new ScalarModel(model);
        double[] parameters = [.. model.DefaultParameters];
        return [.. course.States.Select((state, i) => new JacobianPoint(i * until / intervals, Dense(model, scalar.Derivatives(i * until / intervals, state, parameters))))];
    }

    private static double[,] Dense(CompiledModel model, double[] entries)
    {
        int n = model.StateNames.Length;
        var matrix = new double[n, n];
        foreach (var (i, place) in model.JacobianPlaces.Index())
        {
            matrix[place.Row, place.Column] = entries[i];
        }

        return matrix;
    }

    private sealed class StateCourse(CompiledModel model, double until, int intervals) : ICourse
    {
        public double Start => 0;

        public List<double[]> States { get; } = [];

        public double NextOutput => States.Count <= intervals ? States.Count * until / intervals : double.PositiveInfinity;

        public void Begin(Span<double> parameters) => model.DefaultParameters.CopyTo(parameters);

        public NextStop OnStop(ref LaneState at) => EventTime.IsDue(until, at.Time) ? NextStop.Finish : NextStop.At(until);

        public NextStop OnTrigger(int trigger, ref LaneState at) => NextStop.At(until);

        public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed) => States.Add(state.ToArray());

        public void OnEnd(in CourseEnd end)
        {
            // A course that fails has the points before.
        }
    }
}
