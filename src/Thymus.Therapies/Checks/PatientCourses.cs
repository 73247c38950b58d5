using System.Globalization;
using Thymus.Compilation;
using Thymus.Simulation;
using Thymus.Solvers.Lanes;

namespace Thymus.Therapies.Checks;

/// <summary>Courses of virtual patients 1 to N in one setting, at the times that all checks of it ask for, simulated side by side.</summary>
internal sealed class PatientCourses
{
    private const int Block = 1000;

    private readonly double[] _times;
    private readonly double[][,] _observed;
    private readonly string?[] _failures;

    /// <summary>Simulates.</summary>
    /// <param name="model">The compiled model.</param>
    /// <param name="options">Settings of the solver.</param>
    /// <param name="count">How many patients.</param>
    /// <param name="times">Ascending times.</param>
    /// <param name="course">The course of the patient with that number, from 1, at these times.</param>
    /// <param name="cancellation">Cancels.</param>
    public PatientCourses(
        CompiledModel model, SolverOptions options, int count, double[] times, Func<ulong, CheckCourse> course, CancellationToken cancellation)
    {
        (_times, _observed, _failures) = (times, new double[count][,], new string?[count]);
        var kernel = model.Kernel(model.PreferredWidth(times.Length * model.ObservableNames.Length));
        Parallel.For(0, (count + Block - 1) / Block, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            int first = block * Block;
            var source = new Source(first, Math.Min(count, first + Block), course);
            using (var engine = LaneEngine.Create(kernel, options))
            {
                engine.Run(source, cancellation);
            }

            foreach (var (i, done) in source.Made.Index())
            {
                _observed[first + i] = done.Observed;
                _failures[first + i] = SolveFailure.Of(model, done.End) is { } failure ? CourseFailedException.Words(failure) : null;
            }
        });
    }

    /// <summary>Values of an observable at some of the times; <see langword="null"/> when other times are asked for.</summary>
    /// <exception cref="CourseFailedException">The course of that patient failed.</exception>
    public double[]? Observe(ulong patient, int observable, double[] times)
    {
        int[] places = [.. times.Select(t => Array.BinarySearch(_times, t))];
        if (patient > (ulong)_observed.Length || places.Any(p => p < 0))
        {
            return null;
        }

        int i = (int)patient - 1;
        return _failures[i] is { } failure
            ? throw new CourseFailedException(string.Create(CultureInfo.InvariantCulture, $"patient {patient}: {failure}"))
            : [.. places.Select(p => _observed[i][p, observable])];
    }

    private sealed class Source(int first, int end, Func<ulong, CheckCourse> course) : ICourseSource
    {
        private int _next = first;

        public List<CheckCourse> Made { get; } = [];

        public ICourse? Next()
        {
            if (_next >= end)
            {
                return null;
            }

            Made.Add(course((ulong)++_next));
            return Made[^1];
        }
    }
}
