using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Simulation.Conformance;
using Thymus.Simulation.Single;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Tests.Conformance;

/// <summary>Courses of models before and after a conversion, at the rows of a case.</summary>
internal static class SuiteRuns
{
    /// <summary>The values of the names at every row; <see langword="null"/> where the model does not compile.</summary>
    /// <param name="tolerance">Relative tolerance; the absolute one is a hundred-thousandth of it.</param>
    /// <param name="model">The model.</param>
    /// <param name="names">What is observed.</param>
    /// <param name="rows">Times.</param>
    public static List<double[]>? Course(double tolerance, BoundModel model, ImmutableArray<string> names, SuiteRows rows)
    {
        if (CompiledModel.Compile(new CompileRequest { Model = model, Observables = names }) is not { Succeeded: true } compiled)
        {
            return null;
        }

        var course = new SuiteCourse(compiled.Value, rows);
        var options = new SolverOptions { RelativeTolerance = tolerance, AbsoluteTolerance = 1e-5 * tolerance };
        using var engine = LaneEngine.Create(compiled.Value.Kernel(LaneWidth.Scalar), options);
        engine.Run(new SingleCourse(course), TestContext.Current.CancellationToken);
        return course.Rows;
    }
}
