using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Records;

/// <summary>Runs a table of dosing and observation records through a model.</summary>
public static class RecordSimulator
{
    /// <summary>Predicts every observation. An individual that fails is part of the result; an error in the request is a finding.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Checked<RecordPredictions> Run(RecordRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var findings = new List<Diagnostic>();
        BoundPort?[] ports = [.. request.Ports.Select(p => BoundPort.Bind(p, request.Model, findings))];
        var covariates = BindCovariates(request, findings);
        CheckCompartments(request, findings);
        if (findings.Count > 0)
        {
            return new Checked<RecordPredictions>(null, [.. findings]);
        }

        var run = new RecordRun(request, ports!, covariates);
        var engine = LaneEngine.Create(request.Model.Kernel(LaneWidth.Scalar), request.Solver);
        var parts = request.Table.Individuals.Select(individual => Parts(run, individual)).ToList();
        engine.Run(new Source(parts.SelectMany(p => p)), cancellation);
        var individuals = request.Table.Individuals.Zip(parts, (individual, courses) => new IndividualPrediction(
            individual, courses.TrueForAll(c => c.Succeeded), [.. courses.SelectMany(c => c.Predictions)], [.. courses.SelectMany(c => c.Findings)]));
        return new Checked<RecordPredictions>(new RecordPredictions(request.Model.ObservableNames, [.. individuals]), []);
    }

    /// <summary>A reset starts everything anew, the clock as well: what follows is a course of its own.</summary>
    private static List<RecordCourse> Parts(RecordRun run, Individual individual)
    {
        double[] parameters = [.. run.Request.Parameters?.Invoke(individual) ?? run.Model.DefaultParameters];
        var parts = new List<RecordCourse>();
        var records = individual.Records.AsMemory();
        int first = 0;
        for (int i = 1; i <= records.Length; i++)
        {
            if (i == records.Length || individual.Records[i].IsReset)
            {
                parts.Add(new RecordCourse(run, individual.Id, records[first..i], parameters));
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
