namespace Thymus.Cli.Tests.Commands;

/// <summary><c>thymus model convert</c>.</summary>
public sealed class ModelConvertTests
{
    private const string Text = "model decay()\n  // Parameters\n  k = 0.3\n\n  // Rate rules\n  A' = -k*A\n  A = 1\nend\n";

    [Fact]
    public void A_model_goes_to_SBML_and_back_and_has_the_same_course()
    {
        using var place = new Workplace();
        File.WriteAllText(place["a.ant"], Text);

        string xml = place.Succeed("model", "convert", "a.ant", "a.xml").Output.Trim();
        Assert.Equal("a.xml", Path.GetFileName(xml));
        Assert.Contains("<rateRule variable=\"A\">", File.ReadAllText(place["a.xml"]), StringComparison.Ordinal);
        place.Succeed("model", "convert", "a.xml", "b.ant");
        Assert.Contains("A' = -k*A", File.ReadAllText(place["b.ant"]), StringComparison.Ordinal);
        Assert.Equal(place.Succeed("model", "convert", "a.xml", "-", "--to", "antimony").Output, File.ReadAllText(place["b.ant"]));
        Assert.Equal(place.Succeed("model", "convert", "a.xml", "--to", "antimony").Output, File.ReadAllText(place["b.ant"]));
        place.Succeed("model", "format", "b.ant", "--check");
        string[] Course(string file) => place.Succeed("model", "simulate", file, "--until", "5", "--output", "A").Output.Split('\n');
        Assert.Equal(Course("a.ant"), Course("b.ant"));
    }

    [Fact]
    public void What_cannot_be_said_is_named_and_what_cannot_be_written_is_refused()
    {
        using var place = new Workplace();
        string Document(string content) => $"<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\"><model id=\"m\">{content}</model></sbml>";
        File.WriteAllText(place["a.xml"], Document("<listOfCompartments><compartment id=\"gamma\" spatialDimensions=\"2\" size=\"3\" constant=\"true\"/></listOfCompartments>"));
        File.WriteAllText(place["deep.xml"], Document("<comp:listOfSubmodels xmlns:comp=\"http://www.sbml.org/sbml/level3/version1/comp/version1\"><comp:submodel comp:id=\"A\" comp:modelRef=\"m\"/></comp:listOfSubmodels>"));
        File.WriteAllText(place["bad.ant"], "x = = 1\n");

        var convert = place.Succeed("model", "convert", "a.xml", "a.ant");
        Assert.Contains("warning TH1205", convert.Error, StringComparison.Ordinal);
        Assert.Contains("warning TH1202", convert.Error, StringComparison.Ordinal);
        Assert.Contains("compartment gamma_ = 3", File.ReadAllText(place["a.ant"]), StringComparison.Ordinal);

        var deep = place.Run("model", "convert", "deep.xml", "deep.ant");
        Assert.Equal(2, deep.ExitCode);
        Assert.Contains("error TH1204", deep.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(place["deep.ant"]));
        Assert.Equal(2, place.Run("model", "convert", "bad.ant", "bad.xml").ExitCode);
        Assert.Equal(2, place.Run("model", "convert", "a.xml", "a.txt").ExitCode);
        Assert.Equal(2, place.Run("model", "convert", "a.xml").ExitCode);
        Assert.Equal(5, place.Run("model", "convert", "none.xml", "none.ant").ExitCode);
    }
}
