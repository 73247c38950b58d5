using System.Globalization;
using Thymus.Simulation.Conformance;

namespace Thymus.Simulation.Tests.Conformance;

/// <summary>The runner of the suite, on cases of our own: A decays by k = 1 in a compartment of size 2, from the amount 8; at 1 it is set to 5.</summary>
public sealed class SuiteRunnerTests
{
    private const string Model = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m">
        <listOfCompartments><compartment id="V" size="2" constant="true"/></listOfCompartments>
        <listOfSpecies><species id="A" compartment="V" initialAmount="8" hasOnlySubstanceUnits="false"/></listOfSpecies>
        <listOfReactions><reaction id="r" reversible="false"><listOfReactants><speciesReference species="A" stoichiometry="1" constant="true"/></listOfReactants>
        <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>V</ci><ci>A</ci></apply></math></kineticLaw></reaction></listOfReactions>
        <listOfEvents><event useValuesFromTriggerTime="true"><trigger initialValue="true" persistent="true"><math xmlns="http://www.w3.org/1998/Math/MathML">
        <apply><geq/><csymbol definitionURL="http://www.sbml.org/sbml/symbols/time">t</csymbol><cn>1</cn></apply></math></trigger>
        <listOfEventAssignments><eventAssignment variable="A"><math xmlns="http://www.w3.org/1998/Math/MathML"><cn>5</cn></math></eventAssignment></listOfEventAssignments></event></listOfEvents>
        </model></sbml>
        """;

    [Theory]
    [InlineData("amount", 10.0, SuiteVerdict.Passed)]         // after the event, 5 in 2
    [InlineData("concentration", 5.0, SuiteVerdict.Passed)]
    [InlineData("concentration", 5.01, SuiteVerdict.Failed)]
    public void A_row_at_an_event_shows_the_values_after_it_in_the_wanted_unit(string list, double atOne, SuiteVerdict verdict)
    {
        double unit = list == "amount" ? 8 : 4;
        var outcome = Run(Model, $"{list}: A", [unit, unit * Math.Exp(-0.5), atOne]);

        Assert.Equal(verdict, outcome.Verdict);
        Assert.Equal(verdict is SuiteVerdict.Failed, outcome.Reasons.Any(r => r.StartsWith("row 2, time 1, A: expected 5.01", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_cannot_be_computed_is_refused_and_counted_apart()
    {
        var outcome = Run(Model.Replace("<listOfReactions>", "<listOfRules><algebraicRule><math xmlns=\"http://www.w3.org/1998/Math/MathML\"><ci>A</ci></math></algebraicRule></listOfRules><listOfReactions>", StringComparison.Ordinal), "amount: A", [8, 8, 8]);

        Assert.Equal(SuiteVerdict.Refused, outcome.Verdict);
        Assert.Contains("TH2201", Assert.Single(outcome.Reasons), StringComparison.Ordinal);
        Assert.Equal([new SuiteTally("Species", 0, 0, 1), new SuiteTally("all", 0, 0, 1)], SuiteRunner.TallyByTag([outcome with { Case = outcome.Case with { Tags = ["Species"] } }]));
    }

    private static SuiteOutcome Run(string model, string units, double[] expected)
    {
        using var folder = new TemporaryFolder();
        string place = Directory.CreateDirectory(Path.Combine(folder.Path, "00001")).FullName;
        File.WriteAllText(Path.Combine(place, "00001-sbml-l3v2.xml"), model);
        File.WriteAllText(Path.Combine(place, "00001-settings.txt"), $"start: 0\nduration: 1\nsteps: 2\nvariables: A\nabsolute: 1e-6\nrelative: 1e-6\n{units}\n");
        File.WriteAllText(Path.Combine(place, "00001-results.csv"), "time,A\n" + string.Concat(expected.Select((v, i) => string.Create(CultureInfo.InvariantCulture, $"{i / 2.0},{v:R}\n"))));
        return SuiteRunner.Run(Assert.Single(SuiteCase.ReadAll(folder.Path)), SuiteChance.Default, TestContext.Current.CancellationToken);
    }
}
