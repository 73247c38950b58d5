using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Describing;

namespace Thymus.Simulation.Tests.Describing;

/// <summary>Remarks on the structure of models, and their absence.</summary>
public sealed class ModelStructureTests
{
    [Theory]
    [InlineData("A -> ; k*A; k = 1; A = 1")]
    [InlineData("A -> B; k*A - m*B; k = 1; m = 1; A = 1; B = 1")]
    [InlineData("A -> B; k*A/(A + c); k = 1; c = 2; A = 1; B = 1")]
    [InlineData("A -> ; piecewise(k, A > 0, 0); k = 1; A = 1")]
    [InlineData("A + E -> E; k*A*E; k = 1; A = 1; E = 1")]
    [InlineData("A -> ; k*A; k := 2*c; c = 1; A = 1; half = ln(2)/c")]
    [InlineData("$S -> A; k; A -> ; A*d; k = 1; d = 2; A = 1; S = 1")]
    [InlineData("A -> ; k*A; k = 1; A = 1; at (time > lag): A = 2; lag = 3")]
    [InlineData("A -> B; k*B; k = 1; B = 1; A = 1", "TH2303")]
    [InlineData("A -> ; k; k = 1; A = 1", "TH2303")]
    [InlineData("A -> ; k*A; k = 1; A = 1; species B; B = 2", "TH2301")]
    [InlineData("A -> ; k*A; k = 1; A = 1; unused = 3", "TH2302")]
    public void Only_what_may_not_be_meant_is_remarked_on(string text, params string[] codes)
    {
        var read = AntimonyReader.Read($"model net()\n{text}\nend", "m.ant");
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));

        var remarks = ModelStructure.Check(read.Value);

        Assert.Equal(codes, remarks.Select(r => r.Rule.Code));
        Assert.All(remarks, r => Assert.Equal(Severity.Info, r.Rule.Severity));
    }
}
