package com.devskyy.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Help that teaches: what it does, examples, then the details.
final class HelpLayout {
  private HelpLayout() {}

  static void apply(CommandLine commandLine) {
    UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
    List<String> sections = new ArrayList<>();
    sections.add(UsageMessageSpec.SECTION_KEY_DESCRIPTION);
    sections.add(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING);
    sections.add(UsageMessageSpec.SECTION_KEY_FOOTER);
    sections.add(UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING);
    sections.add(UsageMessageSpec.SECTION_KEY_SYNOPSIS);
    sections.add(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING);
    sections.add(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST);
    sections.add(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING);
    sections.add(UsageMessageSpec.SECTION_KEY_OPTION_LIST);
    sections.add(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    sections.add(UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    commandLine.setHelpSectionKeys(sections);
    usage.footerHeading("%nExamples%n");
    usage.synopsisHeading("%nUsage%n  ");
    usage.parameterListHeading("%nArguments%n");
    usage.optionListHeading("%nOptions%n");
    usage.commandListHeading("%nCommands%n");
    usage.sortOptions(false);
    usage.abbreviateSynopsis(true);
    commandLine.setHelpFactory(
        (spec, scheme) ->
            new Help(spec, scheme) {
              @Override
              public String footer(Object... params) {
                // Examples are not broken into lines: they are there to be copied.
                return Arrays.stream(commandSpec().usageMessage().footer())
                    .map("  %s%n"::formatted)
                    .collect(Collectors.joining());
              }
            });
    commandLine.getSubcommands().values().forEach(HelpLayout::apply);
  }
}
