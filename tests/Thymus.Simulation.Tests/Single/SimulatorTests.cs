using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Simulation.Dosing;
using Thymus.Simulation.Single;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Simulation.Tests.Single;

/// <summary>One compartment: A in mg in V of 20 L, elimination CL of 1 L/h, time in h; from the bound model to the table.</summary>
public sealed class SimulatorTests
{
    [Fact]
    public void Repeated_infusions_agree_with_the_closed_form()
    {
        var table = Run("100 mg into A over 2 h every 12 h x 2", until: "48 h").Value!;
        static double One(double t) => t <= 0 ? 0 : 1000 * (Math.Exp(-0.05 * Math.Max(0, t - 2)) - Math.Exp(-0.05 * t));

        Assert.Equal(["A"], table.Names);
        Assert.Equal(49, table.Times.Length);
        Assert.All(table.Times.Zip(table.Rows), row => Assert.Equal(One(row.First) + One(row.First - 12), row.Second[0], 1e-6));
    }

    [Theory]
    [InlineData(SolverMethod.Rodas4)]
    [InlineData(SolverMethod.Tsit5)]
    [InlineData(SolverMethod.Bdf)]
    [InlineData(SolverMethod.Automatic)]
    public void Every_method_gives_the_closed_form_and_an_automatic_one_says_how_it_was_chosen(SolverMethod method)
    {
        var table = Run("100 mg into A over 2 h", until: "48 h", method: method).Value!;

        Assert.All(
            table.Times.Zip(table.Rows),
            row => Assert.Equal(1000 * (Math.Exp(-0.05 * Math.Max(0, row.First - 2)) - Math.Exp(-0.05 * row.First)), row.Second[0], 1e-6));
        Assert.Equal(method is SolverMethod.Automatic, table.MethodChoice is not null);
        Assert.Equal(4, table.MethodChoice?.Probes.Count ?? 4);
    }

    [Fact]
    public void Times_and_amounts_are_converted_to_the_units_of_the_model()
    {
        var days = Run("0.1 g into A from 0.5 d every week", until: "3 weeks", every: "1 d").Value!;
        var hours = Run("100 mg into A from 12 h every 168", until: "504", every: "24 h").Value!;

        Assert.Equal(22, days.Times.Length);
        Assert.Equal(hours.Rows.Select(r => r[0]), days.Rows.Select(r => r[0]));
        Assert.Equal(100 * (Math.Exp(-0.05 * 324) + Math.Exp(-0.05 * 156)), days.Rows[14][0], 1e-6);
    }

    [Fact]
    public void Lags_move_the_doses_of_a_line()
    {
        var late = Run("100 mg into A over 2 h lag 30 min every 12 h x 2", until: "48 h").Value!;
        var later = Run("100 mg into A over 2 h from 30 min every 12 h x 2", until: "48 h").Value!;
        var named = Run("100 mg into A over 2 h every 12 h x 2 lag Tlag", until: "48 h", settings: ["Tlag = 0.5 h"]).Value!;

        Assert.Equal(later.Rows.Select(r => r[0]), late.Rows.Select(r => r[0]));
        Assert.Equal(later.Rows.Select(r => r[0]), named.Rows.Select(r => r[0]));
    }

    [Theory]
    [InlineData("100 mg into A lag CL", "the lag CL is 1 L/h, which is no time of 0 or more in the model's unit")]
    [InlineData("100 mg into A lag nothing", "the model has no constant for a lag 'nothing'")]
    [InlineData("100 mg into A lag 5 mg", "the lag is 5 mg, which is no time that the model knows: its time is in h")]
    public void Lags_that_are_no_times_are_refused(string dose, string message) =>
        Assert.Equal(message, Assert.Single(Run(dose, until: "48 h").Findings).Text);

    [Fact]
    public void Settings_replace_constants_and_start_values()
    {
        var table = Run(null, until: "10 h", settings: ["CL = 2000 mL/h", "A=50"]).Value!;

        Assert.Equal(50 * Math.Exp(-1), table.Rows[10][0], 1e-6);
    }

    [Fact]
    public void Bolus_at_the_time_of_an_output_comes_after_it()
    {
        var rows = Run("100 mg into A from 1 h", until: "2 h").Value!.Rows;

        Assert.Equal((0.0, 0.0), (rows[0][0], rows[1][0]));
        Assert.Equal(100 * Math.Exp(-0.05), rows[2][0], 1e-7);
    }

    [Fact]
    public void Doses_per_body_size_need_it()
    {
        Assert.Equal(150, Run("2 mg/kg into A", until: "1 h", weight: 75).Value!.Rows[1][0] * Math.Exp(0.05), 1e-6);
        Assert.Contains("depends on the patient's body weight", Assert.Single(Run("2 mg/kg into A", until: "1 h").Findings).Text, StringComparison.Ordinal);
        Assert.Contains("body surface area", Assert.Single(Run("2 mg/m^2 into A", until: "1 h").Findings).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100 umol into A", "48 h", null, "TH5203", "cannot give 100 umol into A: the amount of A is in mg")]
    [InlineData("100 mg into AA", "48 h", null, "TH5202", "no dose target 'AA'")]
    [InlineData("100 mg into V", "48 h", null, "TH5211", "cannot give a dose into V: it is a constant")]
    [InlineData("100 mg into A over 2 L", "48 h", null, "TH5204", "the duration is 2 L, which is no time that the model knows: its time is in h")]
    [InlineData(null, "48 mg", null, "TH5204", "the end is 48 mg")]
    [InlineData(null, "0 h", null, "TH5209", "both have to be above 0")]
    [InlineData(null, "1e9 weeks", null, "TH5209", "more than 10 million")]
    [InlineData(null, "1 h", "CL=3 mg", "TH5207", "cannot set CL to 3 mg: it is in L/h")]
    [InlineData(null, "1 h", "CLL=3", "TH5202", "no constant 'CLL'")]
    public void What_does_not_fit_the_model_is_a_message_with_quantity_unit_and_a_way_out(
        string? dose, string until, string? setting, string code, string expected)
    {
        var run = Run(dose, until, settings: setting is null ? [] : [setting]);

        var finding = Assert.Single(run.Findings);
        Assert.Null(run.Value);
        Assert.Equal(code, finding.Rule.Code);
        Assert.Contains(expected, finding.Text, StringComparison.Ordinal);
        Assert.NotNull(finding.Suggestion);
    }

    [Fact]
    public void Model_that_is_read_from_text_runs_the_same()
    {
        var read = Language.AntimonyReader.Read(
            """
            model one
              unit time_unit = 3600 second
              unit mg = 1e-6 kilogram
              substanceOnly species A; A = 0; A has mg
              CL = 1; V = 20
              elimination: A -> ; CL*A/V
            end
            """, "one.ant");
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));

        var text = Run("0.1 g into A over 120 min every 0.5 d x 2", until: "2 d", model: read.Value).Value!;
        var bound = Run("100 mg into A over 2 h every 12 h x 2", until: "48 h").Value!;
        Assert.All(bound.Rows.Zip(text.Rows), row => Assert.Equal(row.First[0], row.Second[0], 1e-9));
    }

    [Fact]
    public void Near_name_is_suggested() =>
        Assert.Equal("is it CL?", Assert.Single(Run(null, "1 h", settings: ["CLL=3"]).Findings).Suggestion);

    private static Language.Diagnostics.Checked<SimulationTable> Run(
        string? dose, string until, string every = "1 h", ImmutableArray<string> settings = default, double weight = double.NaN, BoundModel? model = null,
        SolverMethod method = SolverMethod.Rodas5P)
    {
        return Simulator.Run(
            new SimulateRequest
            {
                Model = model ?? OneCompartment(),
                Until = Read(until),
                Every = Read(every),
                Doses = dose is null ? [] : [DoseText.Parse(dose, "--dose").Value!],
                Settings = settings.IsDefault ? [] : [.. settings.Select(s => Setting.Parse(s, "--set").Value!)],
                WeightKg = weight,
                Solver = new SolverOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-10, Method = method },
            },
            TestContext.Current.CancellationToken);
    }

    private static BoundModel OneCompartment()
    {
        var amount = new Symbol("A", SymbolKind.Species, default) { InitialValue = 0, Unit = Unit("mg"), IsAmount = true };
        var clearance = new Symbol("CL", SymbolKind.Parameter, default) { InitialValue = 1, Unit = Unit("L/h"), IsConstant = true };
        var volume = new Symbol("V", SymbolKind.Parameter, default) { InitialValue = 20, Unit = Unit("L"), IsConstant = true };
        var lag = new Symbol("Tlag", SymbolKind.Parameter, default) { InitialValue = 0, Unit = Unit("h"), IsConstant = true };
        var elimination = new Symbol("elimination", SymbolKind.Reaction, default);
        BoundExpression Value(Symbol symbol) => new BoundSymbol(symbol, default);
        var rate = new BoundCall(
            Function.Divide, [new BoundCall(Function.Multiply, [Value(clearance), Value(amount)], default), Value(volume)], default);
        return new BoundModel
        {
            Id = "one",
            TimeUnit = Unit("h"),
            Symbols = [amount, clearance, volume, lag, elimination],
            Reactions = [new Reaction(elimination, [new Participant(amount, 1)], [], IsReversible: false, rate, default)],
        };
    }

    private static Quantity Read(string text)
    {
        Assert.True(Quantity.TryParse(text, out var quantity, out string? error), error);
        return quantity;
    }

    private static Unit Unit(string text)
    {
        Assert.True(Units.Unit.TryParse(text, out var unit, out string? error), error);
        return unit;
    }
}
