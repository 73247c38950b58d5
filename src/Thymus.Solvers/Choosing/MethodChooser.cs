using Thymus.Numerics.Functions;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Methods;

namespace Thymus.Solvers.Choosing;

/// <summary>
/// Chooses a method by running a few courses with each and counting what it does. There is no clock in it: the choice is the same on
/// every machine, width and number of threads (docs/adr/0010-methods.md).
/// </summary>
public static class MethodChooser
{
    // A method further from the solution than this many tolerances breaks the promise of the engine.
    private const double LargestError = 10;

    // An error below this is luck, not worth a looser tolerance.
    private const double SmallestError = 0.01;

    // The reference is this much tighter.
    private const double ReferencePart = 0.01;

    // Another method than the standard one must be better by this part at least.
    private const double Margin = 0.05;

    // A method that needs this many times the steps of the standard one is given up.
    private const int MostSteps = 20;

    /// <summary>Chooses a method for models that run together, such as the arms of a trial.</summary>
    /// <param name="models">The models, each with its courses.</param>
    /// <param name="isSingle">Whether one course is run at a time, so that a method without lanes may be taken.</param>
    /// <param name="cancellation">Stops.</param>
    public static MethodChoice Choose(IReadOnlyList<ProbeModel> models, bool isSingle, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(models);
        ProbeCourse[][] reference = [.. models.Select(m => Run(m, new CountingKernel(m.Kernel), Tight(m.Options), cancellation))];
        var standard = Try(models, SolverMethod.Rodas5P, int.MaxValue, reference, cancellation, out int longest);
        int limit = (int)Math.Min(int.MaxValue, MostSteps * (longest + 50L));
        List<MethodProbe> probes = [standard];
        SolverMethod[] others = models.Any(m => m.Kernel.Shape.IsConstrained) ? [SolverMethod.Rodas4]
            : isSingle && models.All(m => m.Kernel.Shape.Lags.IsEmpty)
            ? [SolverMethod.Rodas4, SolverMethod.Tsit5, SolverMethod.Bdf]
            : [SolverMethod.Rodas4, SolverMethod.Tsit5];
        foreach (SolverMethod method in others)
        {
            probes.Add(Try(models, method, limit, reference, cancellation, out _));
        }

        return new MethodChoice { Method = Best(probes), Courses = reference.Sum(r => r.Length), Probes = probes };
    }

    // The first probe is the standard method, which is taken where none is clearly better.
    private static SolverMethod Best(List<MethodProbe> probes)
    {
        MethodProbe standard = probes[0];
        MethodProbe best = standard;
        bool isStandardGood = standard.Error <= LargestError;
        double least = isStandardGood ? (1 - Margin) * standard.OperationsAtTolerance : double.PositiveInfinity;
        foreach (MethodProbe probe in probes.Skip(1))
        {
            if (probe.Failed <= standard.Failed && probe.Error <= LargestError && probe.OperationsAtTolerance < least)
            {
                best = probe;
                least = probe.OperationsAtTolerance;
            }
        }

        return best.Method;
    }

    private static SolverOptions Tight(SolverOptions options) => options with
    {
        Method = SolverMethod.Rodas5P,
        RelativeTolerance = Math.Max(ReferencePart * options.RelativeTolerance, 1e-13),
        AbsoluteTolerance = ReferencePart * options.AbsoluteTolerance,
        AbsoluteTolerances = [.. options.AbsoluteTolerances.Select(a => ReferencePart * a)],
    };

    private static MethodProbe Try(
        IReadOnlyList<ProbeModel> models, SolverMethod method, int stepLimit, ProbeCourse[][] reference, CancellationToken cancellation,
        out int longest)
    {
        long steps = 0, fields = 0, jacobians = 0, factors = 0, solves = 0;
        int failed = 0;
        double operations = 0;
        double squares = 0;
        long numbers = 0;
        longest = 0;
        for (int m = 0; m < models.Count; m++)
        {
            ProbeModel model = models[m];
            SolverOptions options = model.Options with { Method = method, StepLimit = Math.Min(stepLimit, model.Options.StepLimit) };
            var kernel = new CountingKernel(model.Kernel);
            ProbeCourse[] courses = Run(model, kernel, options, cancellation);
            long taken = courses.Sum(c => (long)c.End.Accepted + c.End.Rejected);
            longest = Math.Max(longest, courses.Select(c => c.End.Accepted + c.End.Rejected).DefaultIfEmpty().Max());
            failed += courses.Count(c => c.End.Status is not SolveStatus.Completed);
            steps += taken;
            fields += kernel.Fields;
            jacobians += kernel.Jacobians;
            factors += kernel.Factors;
            solves += kernel.Solves;
            (double perStep, double perField) = Combinations(method);
            operations += (kernel.Fields * model.Cost.Field) + (kernel.Jacobians * model.Cost.Jacobian)
                + (kernel.Factors * model.Cost.Factor) + (kernel.Solves * model.Cost.Solve)
                + (kernel.Shape.States * ((taken * perStep) + (kernel.Fields * perField)));
            for (int i = 0; i < Math.Min(courses.Length, reference[m].Length); i++)
            {
                AddError(courses[i], reference[m][i], kernel.Shape, options, ref squares, ref numbers);
            }
        }

        double error = numbers > 0 ? Math.Sqrt(squares / numbers) : 0;
        double atTolerance = operations * Elementary.Pow(Math.Max(error, SmallestError), 1.0 / OrderOf(method));
        return new MethodProbe(method, steps, fields, jacobians, factors, solves, failed, error, operations, atTolerance);
    }

    private static ProbeCourse[] Run(ProbeModel model, CountingKernel kernel, SolverOptions options, CancellationToken cancellation)
    {
        ProbeCourse[] courses = [.. model.Courses().Select(c => new ProbeCourse(c))];
        using LaneEngine engine = LaneEngine.Create(kernel, options);
        engine.Run(new Queue(courses), cancellation);
        return courses;
    }

    // Adds squares of errors relative to the tolerance, in which a state counts as no smaller than 1e-4 of its largest value. Courses
    // that part, because what they decide on differs, are compared up to there.
    private static void AddError(ProbeCourse course, ProbeCourse reference, KernelShape shape, SolverOptions options, ref double squares, ref long numbers)
    {
        int states = reference.Seen.Count > 0 ? reference.Seen[0].State.Length : 0;
        int count = Math.Min(course.Seen.Count, reference.Seen.Count);
        for (int i = 0; i < states; i++)
        {
            double largest = 0;
            foreach ((_, double[] state) in reference.Seen)
            {
                largest = Math.Max(largest, Math.Abs(state[i]));
            }

            double floor = (1e-4 * largest * options.RelativeTolerance)
                + shape.AbsoluteToleranceOf(i, options);
            for (int at = 0; at < count && Math.Abs(course.Seen[at].Time - reference.Seen[at].Time) <= 1e-9 * Math.Abs(reference.Seen[at].Time); at++)
            {
                double expected = reference.Seen[at].State[i];
                double error = (course.Seen[at].State[i] - expected) / (floor + (options.RelativeTolerance * Math.Abs(expected)));
                squares += error * error;
                numbers++;
            }
        }
    }

    // Additions and products per state beside those of the kernel: per step, and per evaluation of the right side.
    private static (double PerStep, double PerField) Combinations(SolverMethod method) => method switch
    {
        SolverMethod.Tsit5 => (ExplicitTableau.Tsit5.A.Sum(row => row.Length) + ExplicitTableau.Tsit5.Stages + 12, 2),
        SolverMethod.Bdf => (50, 12),
        _ => (RosenbrockTableau.Of(method).A.Sum(row => row.Length) + RosenbrockTableau.Of(method).C.Sum(row => row.Length) + 12, 3),
    };

    private static int OrderOf(SolverMethod method) => method switch
    {
        SolverMethod.Tsit5 => ExplicitTableau.Tsit5.Order,
        SolverMethod.Bdf => Multistep.DifferentiationFormulas.HighestOrder,
        _ => RosenbrockTableau.Of(method).Order,
    };

    private sealed class Queue(ProbeCourse[] courses) : ICourseSource
    {
        private int _next;

        public ICourse? Next() => _next < courses.Length ? courses[_next++] : null;
    }
}
