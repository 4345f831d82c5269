// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

// The properties of the catalogue that a contract can watch, each with its bit. A test compares them with the
// catalogue.

uint8 constant SES_CON_01 = 0;
uint8 constant SES_CON_02 = 1;
uint8 constant SES_CON_03 = 2;
uint8 constant SES_CON_04 = 3;
uint8 constant SES_CON_05 = 4;
uint8 constant SES_CON_06 = 5;
uint8 constant SES_CON_07 = 6;
uint8 constant SES_ACC_01 = 7;
uint8 constant SES_ACC_02 = 8;
uint8 constant SES_SEQ_01 = 9;
uint8 constant SES_SEQ_02 = 10;
uint8 constant SES_SEQ_03 = 11;
uint8 constant SES_TIM_01 = 12;
uint8 constant SES_TIM_02 = 13;
uint8 constant SES_TIM_03 = 14;
uint8 constant SES_TIM_04 = 15;
uint8 constant SES_LIV_01 = 16;
uint8 constant SES_LIV_02 = 17;
uint8 constant SES_LIV_03 = 18;
uint8 constant SES_ARI_01 = 19;
uint8 constant SES_ARI_02 = 20;
uint8 constant SES_ARI_03 = 21;
uint8 constant SES_ARI_04 = 22;
uint8 constant SES_ARI_05 = 23;
uint8 constant SES_GOV_01 = 24;
uint8 constant SES_GOV_02 = 25;
uint8 constant SES_GOV_03 = 26;
uint8 constant JOB_CON_01 = 27;
uint8 constant JOB_CON_02 = 28;
uint8 constant JOB_CON_03 = 29;
uint8 constant JOB_CON_04 = 30;
uint8 constant JOB_CON_05 = 31;
uint8 constant JOB_ACC_01 = 32;
uint8 constant JOB_ACC_02 = 33;
uint8 constant JOB_ACC_03 = 34;
uint8 constant JOB_ACC_04 = 35;
uint8 constant JOB_ACC_05 = 36;
uint8 constant JOB_SEQ_01 = 37;
uint8 constant JOB_SEQ_02 = 38;
uint8 constant JOB_SEQ_03 = 39;
uint8 constant JOB_TIM_01 = 40;
uint8 constant JOB_TIM_02 = 41;
uint8 constant JOB_ARI_01 = 42;
uint8 constant JOB_GOV_01 = 43;
uint8 constant JOB_GOV_02 = 44;
uint8 constant JOB_GOV_03 = 45;
