using System.Diagnostics;
using System.Globalization;
using Thymus.Benchmarks.Cvode;
using Thymus.Benchmarks.Synthetic;
using Thymus.Compilation;
using Thymus.Simulation.Populations;
using Thymus.Solvers.Lanes;

namespace Thymus.Benchmarks.Engine;

/// <summary>Measures one folder: errors first, the tolerance that makes them equal, then the time, both programs in turns.</summary>
internal sealed class Comparison
{
    private const double ReferenceTolerance = 1e-12;
    private const double CvodeReferenceTolerance = 1e-10;
    private const long LargestRound = 10_000;
    private const long LargestRoundNumbers = 1 << 25;   // 256 MiB of outputs
    private const int FewPatients = 8;   // of a synthetic network: its patients are alike

    private readonly BenchSetup _setup;
    private readonly ComparisonOptions _options;
    private readonly CompiledModel _model;
    private readonly LaneWidth _width;
    private readonly EngineUnderTest _engine;
    private readonly ThreadTurns? _turns;   // where several threads are to be compared with one
    private readonly TextWriter _log;
    private readonly double _compileMilliseconds;

    public Comparison(BenchSetup setup, ComparisonOptions options, TextWriter log)
    {
        (_setup, _log) = (setup, log);
        long start = Stopwatch.GetTimestamp();
        _model = setup.Compile();
        var method = options.Method is SolverMethod.Automatic ? Chosen(setup, options, _model) : options.Method;
        _width = LaneEngine.WidthFor(method, options.LaneWidth ?? _model.PreferredWidth(_model.ObservableNames.Length * setup.Times.Length));
        _options = options with { Method = method };
        _model.Kernel(_width).Fused(method);
        _compileMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        _engine = new EngineUnderTest(setup, _model, method, _width, options.Threads);
        _turns = options.Threads > 1 ? new ThreadTurns(_engine, new EngineUnderTest(setup, _model, method, _width, threads: 1), options.Threads) : null;
    }

    public ModelReport Run(string folder)
    {
        double cvodeTolerance = _options.RelativeTolerance > 0 ? _options.RelativeTolerance : _setup.RelativeTolerance;
        int sample = _setup.Network is null ? _options.AccuracyPatients : Math.Min(_options.AccuracyPatients, FewPatients);
        sample = (int)Math.Min(sample, _options.Patients > 0 ? _options.Patients : sample);
        string skipped = "not wanted (--no-cvode)";
        using var cvode = _options.WithCvode ? Cvode(out skipped) : null;
        if (cvode is null)
        {
            Say($"no CVODE: {skipped}");
        }

        Say($"reference: Rodas5P at rtol {ReferenceTolerance:G1}, {sample} patients");
        var reference = _engine.Outputs(sample, ReferenceTolerance, SolverMethod.Rodas5P, out _);
        var work = _options.WorkPrecision ? WorkPrecision(reference, sample) : null;

        double rtol = cvodeTolerance;
        CvodeRun? cvodeRun = null;
        ErrorMeasure? cvodeError = null;
        double? difference = null;
        if (cvode is not null)
        {
            Say($"CVODE at rtol {CvodeReferenceTolerance:G1} and {cvodeTolerance:G3}");
            int few = Math.Min(sample, 50);
            var (_, exact) = cvode.RunForOutputs(new SomePatients(_setup.Patients, few), _setup, CvodeReferenceTolerance, CvodeReferenceTolerance / 1000);
            difference = ErrorMeasure.Of(exact, reference).Rms;
            (cvodeRun, var outputs) = cvode.RunForOutputs(new SomePatients(_setup.Patients, sample), _setup, cvodeTolerance, cvodeTolerance / 1000);
            cvodeError = ErrorMeasure.Of(outputs, reference);
            if (difference > 1e-6)
            {
                Say($"warning: the two references differ by {difference:G2}; are model, doses and output times those of the CVODE program?");
            }

            Say($"tolerance for an error of {cvodeError.Rms:G3}");
            rtol = ToleranceSearch.Find(r => Error(r, reference, sample).Rms, cvodeError.Rms, cvodeTolerance);
        }

        var error = Error(rtol, reference, sample);
        long patients = _options.Patients > 0 ? _options.Patients : RoundSize();
        MachineReader.ResetPeak();
        var result = _engine.WarmUp(patients, rtol);
        _engine.Round(patients, rtol);   // the runtime goes on compiling while the first second runs
        _turns?.WarmUp(patients, rtol);
        var (rounds, cvodeRounds) = Rounds(cvode, cvodeRun, patients, rtol, cvodeTolerance);
        double peak = MachineReader.Peak();
        double? thousand = _setup.Network is null
            ? PopulationSimulator.Run(_engine.Request(1000, rtol, _options.Method) with { LaneWidth = _options.LaneWidth }).LaneUse
            : null;
        double rate = Median(rounds.Select(r => r.PerCpuSecond));
        double? cvodeRate = cvodeRounds.Count > 0 ? Median(cvodeRounds.Select(r => r.Rate)) : null;
        return new ModelReport
        {
            Model = _setup.Name,
            States = _model.StateNames.Length,
            Outputs = _setup.Times.Length * _setup.Observables.Length,
            Method = _options.Method.ToString(),
            Lanes = (int)_width,
            Threads = _options.Threads,
            Patients = patients,
            AccuracyPatients = sample,
            PatientsPerCpuSecond = rate,
            PatientsPerSecond = Median(rounds.Select(r => r.PerSecond)),
            ThreadGain = _turns is null ? null : Gain(_turns.Gains),
            MachineGain = _turns is null ? null : Gain(_turns.MachineGains),
            SlowestRound = rounds.Min(r => r.PerCpuSecond),
            FastestRound = rounds.Max(r => r.PerCpuSecond),
            CvodeSolver = cvode?.LinearSolver,
            CvodePatientsPerCpuSecond = cvodeRate,
            CvodeDensePatientsPerCpuSecond = cvode?.DenseRate(_setup.Patients, cvodeTolerance, cvodeTolerance / 1000),
            Ratio = rate / cvodeRate,
            RelativeTolerance = rtol,
            Error = error.Rms,
            LargestError = error.Largest,
            CvodeRelativeTolerance = cvode is null ? null : cvodeTolerance,
            CvodeError = cvodeError?.Rms,
            CvodeLargestError = cvodeError?.Largest,
            ReferenceDifference = difference,
            StepsPerPatient = (double)result.Statistics.Accepted / patients,
            RejectedPerPatient = (double)result.Statistics.Rejected / patients,
            CvodeStepsPerPatient = cvodeRun?.Steps,
            Failed = result.Statistics.Failed,
            CvodeFailed = cvodeRun?.Failed,
            LaneUse = result.LaneUse,
            LaneUseAtThousand = thousand,
            CompileMilliseconds = _compileMilliseconds,
            FirstPatientMilliseconds = FirstPatient.Measure(folder, _options, patients: 1),
            FirstOfManyMilliseconds = FirstPatient.Measure(folder, _options, patients: 1000),
            PeakMegabytes = peak,
            CvodeSkipped = cvode is null ? skipped : "",
            WorkPrecision = work,
        };
    }

    // Enough that the last patients, which leave lanes empty, do not count; few enough that their outputs fit into memory.
    private long RoundSize() => _setup.Network is null
        ? Math.Clamp(LargestRoundNumbers / Math.Max(1, _setup.Times.Length * _setup.Observables.Length), 1000, LargestRound)
        : _setup.Patients.Count;

    private static SolverMethod Chosen(BenchSetup setup, ComparisonOptions options, CompiledModel model)
    {
        var any = new EngineUnderTest(setup, model, SolverMethod.Automatic, LaneWidth.Scalar, options.Threads);
        return PopulationSimulator.Run(any.Request(2, setup.RelativeTolerance, SolverMethod.Automatic)).MethodChoice!.Method;
    }

    private ICvode? Cvode(out string problem) => _setup.Network is { } network
        ? NetworkProgram.Build(network, out problem)
        : CvodeProgram.Build(_setup, out problem);

    // The programs take turns, so that a change of the machine's mood meets both.
    private (List<EngineRound> Rounds, List<CvodeRun> Cvode) Rounds(
        ICvode? cvode, CvodeRun? known, long patients, double rtol, double cvodeTolerance)
    {
        List<EngineRound> rounds = [];
        List<CvodeRun> cvodeRounds = [];
        long cvodePatients = known is null ? 0 : Math.Max(_setup.Network is null ? 10 : 2, (long)Math.Ceiling(1.2 * known.Rate));
        for (int round = 1; round <= _options.Rounds; round++)
        {
            rounds.Add(_turns?.Round(patients, rtol) ?? _engine.Round(patients, rtol));
            string other = _turns is null
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $", {_turns.Gains[^1]:F2} times one thread, arithmetic {_turns.MachineGains[^1]:F2}");

            if (cvode is not null)
            {
                cvodeRounds.Add(cvode.Run(new SomePatients(_setup.Patients, cvodePatients), cvodeTolerance, cvodeTolerance / 1000));
                other += string.Create(CultureInfo.InvariantCulture, $", CVODE {cvodeRounds[^1].Rate:F1}");
            }

            Say(string.Create(CultureInfo.InvariantCulture, $"round {round} of {_options.Rounds}: {rounds[^1].PerCpuSecond:F0} patients per CPU second{other}"));
        }

        return (rounds, cvodeRounds);
    }

    private List<WorkPrecisionPoint> WorkPrecision(Outputs reference, int sample)
    {
        List<WorkPrecisionPoint> points = [];
        foreach (var method in new[] { SolverMethod.Rodas5P, SolverMethod.Rodas4, _options.Method }.Distinct())
        {
            var engine = new EngineUnderTest(_setup, _model, method, LaneEngine.WidthFor(method, _width), _options.Threads);
            for (int digits = 3; digits <= 9; digits++)
            {
                double rtol = double.Parse($"1e-{digits}", CultureInfo.InvariantCulture);
                Say($"work and precision: {method} at rtol 1e-{digits}");
                var outputs = engine.Outputs(sample, rtol, method, out var result);
                double rms = ErrorMeasure.Of(outputs, reference).Rms;
                engine.WarmUp(sample, rtol);
                double rate = engine.Round(sample, rtol).PerCpuSecond;
                points.Add(new(method.ToString(), rtol, rms, rms / rtol, 1e6 / rate, result.Statistics.Failed));
            }
        }

        return points;
    }

    private ErrorMeasure Error(double rtol, Outputs reference, int sample)
    {
        var error = ErrorMeasure.Of(_engine.Outputs(sample, rtol), reference);
        Say(string.Create(CultureInfo.InvariantCulture, $"  rtol {rtol:G4}: error {error.Rms:G4}"));
        return error;
    }

    private static ThreadGain Gain(IReadOnlyList<double> gains) => new(Median(gains), gains.Min(), gains.Max());

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    private void Say(string text) => _log.WriteLine($"{_setup.Name}: {text}");
}
