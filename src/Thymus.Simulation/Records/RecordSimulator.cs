using Thymus.Language.Diagnostics;
using Thymus.Solvers.Choosing;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Records;

/// <summary>Runs a table of dosing and observation records through a model.</summary>
public static class RecordSimulator
{
    private const int ProbedIndividuals = 4;

    /// <summary>Predicts every observation. An individual that fails is part of the result; an error in the request is a finding.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Checked<RecordPredictions> Run(RecordRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var findings = new List<Diagnostic>();
        BoundPort?[] ports = [.. request.Ports.Select(p => BoundPort.Bind(p, request.Model, findings))];
        var covariates = BindCovariates(request, findings);
        CheckCompartments(request, findings);
        var solver = StateSetting.Apply(request.States, request.Solver, request.Model, findings);
        if (request.Model.FeatureAgainst(SolverMethod.Bdf) is { } feature)
        {
            findings.Add(new Diagnostic(
                SimulationRules.NotWithModel, default, "simulate the doses as a population or as a single course", request.Model.Model.Id, feature, "a table of records"));
        }

        if (findings.Any(f => f.IsError))
        {
            return new Checked<RecordPredictions>(null, [.. findings]);
        }

        var choice = solver.Method is SolverMethod.Automatic ? Choose(request, solver, ports!, covariates, cancellation) : null;
        solver = choice is null ? solver : solver with { Method = choice.Method };
        var run = new RecordRun(request with { Solver = solver }, ports!, covariates);
        using var engine = LaneEngine.Create(request.Model.Kernel(LaneWidth.Scalar), solver);
        var parts = request.Table.Individuals.Select((individual, number) => Parts(run, individual, number)).ToList();
        engine.Run(new Source(parts.SelectMany(p => p)), cancellation);
        var individuals = request.Table.Individuals.Zip(parts, (individual, courses) => new IndividualPrediction(
            individual, courses.TrueForAll(c => c.Succeeded), [.. courses.SelectMany(c => c.Predictions)], [.. courses.SelectMany(c => c.Findings)]));
        return new Checked<RecordPredictions>(
            new RecordPredictions(request.Model.ObservableNames, [.. individuals]) { MethodChoice = choice }, [.. findings]);
    }

    // By the first individuals; their steady states are found by the standard method meanwhile.
    private static MethodChoice Choose(
        RecordRequest request, SolverOptions solver, BoundPort[] ports, (int Column, int Parameter)[] covariates, CancellationToken cancellation)
    {
        var run = new RecordRun(request with { Solver = solver with { Method = SolverMethod.Rodas5P } }, ports, covariates);
        var model = new ProbeModel(
            request.Model.Kernel(LaneWidth.Scalar), request.Model.Cost, solver,
            () => [.. request.Table.Individuals.Take(ProbedIndividuals).SelectMany((individual, number) => Parts(run, individual, number))]);
        return MethodChooser.Choose([model], isSingle: true, cancellation);
    }

    /// <summary>A reset starts everything anew, the clock as well: what follows is a course of its own.</summary>
    private static List<RecordCourse> Parts(RecordRun run, Individual individual, int number)
    {
        double[] parameters = [.. run.Request.Parameters?.Invoke(individual) ?? run.Model.DefaultParameters];
        var parts = new List<RecordCourse>();
        var records = individual.Records.AsMemory();
        int first = 0;
        for (int i = 1; i <= records.Length; i++)
        {
            if (i == records.Length || individual.Records[i].IsReset)
            {
                parts.Add(new RecordCourse(run, individual.Id, records[first..i], parameters) { Name = new(Seed: 0, (ulong)number) });
                first = i;
            }
        }

        return parts;
    }

    private static (int Column, int Parameter)[] BindCovariates(RecordRequest request, List<Diagnostic> findings)
    {
        var bound = new List<(int, int)>();
        foreach (string name in request.CovariateParameters)
        {
            int column = request.Table.CovariateNames.IndexOf(name);
            int parameter = request.Model.ParameterIndex(name);
            if (column < 0)
            {
                findings.Add(new Diagnostic(RecordRules.MissingColumn, default, "add the column, or do not ask for it", name));
            }
            else if (parameter < 0)
            {
                findings.Add(new Diagnostic(RecordRules.UnknownParameter, default, "give the model a constant of that name", name, "covariate", "the table"));
            }

            bound.Add((column, parameter));
        }

        return [.. bound];
    }

    private static void CheckCompartments(RecordRequest request, List<Diagnostic> findings)
    {
        foreach (var individual in request.Table.Individuals)
        {
            foreach (var record in individual.Records.Where(r => r.IsDose))
            {
                if (BoundPort.IndexOf(request.Ports, record.Compartment, request.DefaultPort) < 0)
                {
                    findings.Add(new Diagnostic(
                        RecordRules.UnknownCompartment, record.Span, "use one of " + string.Join(", ", request.Ports.Select(p => p.Name)),
                        individual.Id, record.Compartment));
                }
            }
        }
    }

    private sealed class Source(IEnumerable<RecordCourse> courses) : ICourseSource
    {
        private readonly IEnumerator<RecordCourse> _courses = courses.GetEnumerator();

        public ICourse? Next() => _courses.MoveNext() ? _courses.Current : null;
    }
}
